import type { Prediction } from '../evidence/predictions.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { detached, detachedText } from './detached.ts';
import type { ReadRow } from './read-rows.ts';
import { rowId } from './row-id.ts';
import { columnValue } from './slice-columns.ts';
import { tokenIds } from './token-ids.ts';

/** Longer outputs ran away; their beginning and the cut say so. UTF-16 units, so at least as much as 64 KiB of ASCII. */
const MAX_OUTPUT = 64 * 1024;
const MAX_IDS = 16_384;
/** What is wrong with a row that nobody answered. */
export const NO_OUTPUT = 'output is missing';

/**
 * One row of predictions.jsonl. Only `output` must be there: everything else is what some evaluators record. An output of null is a request
 * that failed: a row without an answer, not a damaged one, or failures would leave the denominator. `columns` are kept as metadata.
 * Texts are parts of the line that was read: to keep rows, use `detachedPrediction`.
 */
export function predictionRow({ value = {}, line }: ReadRow, columns: readonly string[] = []): Result<Prediction> {
  const { output: given, output_ids: outputIds, split, finish_reason: finishReason, prediction, gold, target } = value;
  const output = given === null ? '' : given;
  if (typeof output !== 'string') return failed(output === undefined ? NO_OUTPUT : 'output is not text');
  const ids = outputIds === undefined || outputIds === null ? undefined : tokenIds(outputIds, 'output_ids');
  if (ids && !ids.ok) return ids;
  return ok({
    id: detachedText(rowId(value.id, line)),
    line,
    output: cutText(output),
    outputCut: output.length > MAX_OUTPUT,
    ...(given === null ? { answered: false } : {}),
    ...(typeof split === 'string' ? { split: detachedText(split) } : {}),
    ...(ids ? { outputIds: ids.value.length > MAX_IDS ? ids.value.slice(0, MAX_IDS) : ids.value } : {}),
    ...(typeof finishReason === 'string' ? { finishReason: detachedText(finishReason) } : {}),
    ...(prediction === undefined ? {} : { prediction }),
    ...(gold === undefined ? {} : { gold }),
    ...(typeof target === 'string' ? { target: cutText(target) } : {}),
    ...(columns.length === 0
      ? {}
      : { metadata: Object.fromEntries(columns.map((column) => [column, columnValue(value, column)])) }),
  });
}

/** Never cuts between the two halves of a character. */
function cutText(text: string): string {
  if (text.length <= MAX_OUTPUT) return text;
  const last = text.charCodeAt(MAX_OUTPUT - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? MAX_OUTPUT - 1 : MAX_OUTPUT);
}

/** The same row, without references into the line it was read from. */
export function detachedPrediction(row: Prediction): Prediction {
  const { output, prediction, gold, target, metadata } = row;
  return {
    ...row,
    output: detachedText(output),
    ...(prediction === undefined ? {} : { prediction: detached(prediction) }),
    ...(gold === undefined ? {} : { gold: detached(gold) }),
    ...(target === undefined ? {} : { target: detachedText(target) }),
    ...(metadata === undefined ? {} : { metadata: detachedColumns(metadata) }),
  };
}

/** Columns as they are found in a row, without references into its line. */
export function detachedColumns<T extends string | number | boolean | null>(
  columns: Readonly<Record<string, T>>,
): Readonly<Record<string, T | string>> {
  const entries = Object.entries(columns).map(([name, value]) => [
    detachedText(name),
    typeof value === 'string' ? detachedText(value) : value,
  ]);
  return Object.assign(Object.create(null), Object.fromEntries(entries));
}

/** UTF-16 units and halves of ids that a row keeps in memory, roughly. */
export function predictionUnits(row: Prediction): number {
  const recorded = JSON.stringify([row.prediction, row.gold]).length;
  return row.output.length + (row.target?.length ?? 0) + 2 * (row.outputIds?.length ?? 0) + recorded;
}
