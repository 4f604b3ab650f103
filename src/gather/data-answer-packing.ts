import { isRecord } from '../formats/is-record.ts';
import { type JsonValue, parseJson } from '../formats/json.ts';
import type { DataAnswer } from './data-answers.ts';
import type { RowPacking } from './row-window.ts';

/** Rows of evaluation data as JSON. */
export const dataAnswerPacking: RowPacking<DataAnswer> = {
  pack: (answer) => {
    const isExact = comesBack(answer.gold ?? null) && Object.values(answer.columns).every(comesBack);
    return isExact ? JSON.stringify(answer) : undefined;
  },
  unpack: (text) => {
    const parsed = parseJson(text);
    const { gold, target, prompt, columns } = parsed.ok && isRecord(parsed.value.value) ? parsed.value.value : {};
    return {
      ...(gold === undefined ? {} : { gold }),
      ...(typeof target === 'string' ? { target } : {}),
      ...(typeof prompt === 'string' ? { prompt } : {}),
      columns: isRecord(columns) ? scalarsOf(columns) : {},
    };
  },
};

/** JSON has no word for what is not finite, nor for the sign of zero, and the reader keeps whole numbers beyond 2^53 as their digits. */
function comesBack(value: JsonValue): boolean {
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? !Object.is(value, -0) : Number.isFinite(value) && value % 1 !== 0;
  return typeof value !== 'object' || value === null || Object.values(value).every(comesBack);
}

function scalarsOf(columns: { readonly [key: string]: JsonValue }): DataAnswer['columns'] {
  const scalars = Object.entries(columns).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null ? [] : [[name, value] as const],
  );
  return Object.fromEntries(scalars);
}
