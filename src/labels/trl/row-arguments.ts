import { isRecord } from '../../formats/is-record.ts';
import { parseJson } from '../../formats/json.ts';
import type { Row, RowValue } from '../../formats/row-value.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { fail } from './fail.ts';
import { pythonTypeName } from './python-type-name.ts';

function parsedTools(given: RowValue | undefined): Result<RowValue | undefined, TrainerFailure> {
  if (typeof given !== 'string') return ok(given);
  const parsed = parseJson(given, { nonFinite: true });
  if (parsed.ok) return ok(parsed.value.value);
  return fail(
    'JSONDecodeError',
    `The column tools holds text that is no JSON (${parsed.problem.reason}), so the trainer stops. Store a list of tool schemas, or its JSON.`,
  );
}

/** The two columns as every row is checked for, conversation or not. */
export interface RowArguments {
  readonly tools: RowValue | undefined;
  readonly given: { readonly [key: string]: RowValue } | undefined;
}

/** What of `tools` and `chat_template_kwargs` is read before it is known whether the row is a conversation. JSON since TRL 0.29.0. */
export function rowArguments(row: Row, readsJsonTools: boolean): Result<RowArguments, TrainerFailure> {
  const given = Object.hasOwn(row, 'chat_template_kwargs') ? row.chat_template_kwargs : undefined;
  const tools = readsJsonTools ? parsedTools(row.tools) : ok(row.tools);
  if (!tools.ok) return tools;
  if (given === undefined || isRecord(given)) return ok({ tools: tools.value, given });
  return fail(
    'TypeError',
    `chat_template_kwargs is ${pythonTypeName(given)} in a row, and the trainer needs a dict there. Give every row a dict, or drop the column.`,
  );
}
