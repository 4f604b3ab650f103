import type { Prediction } from '../evidence/predictions.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { detached, detachedText } from './detached.ts';
import type { ReadRow } from './read-rows.ts';
import { rowId } from './row-id.ts';
import { tokenIds } from './token-ids.ts';

/** Longer outputs ran away; their beginning and the cut say so. UTF-16 units, so at least as much as 64 KiB of ASCII. */
const MAX_OUTPUT = 64 * 1024;
const MAX_IDS = 16_384;
/** A value to group rows by is a word or a name. */
const MAX_METADATA = 200;

/**
 * One row of predictions.jsonl. Only `output` must be there: everything else is what some evaluators record. An output of null is a request
 * that failed: a row without an answer, not a damaged one, or failures would leave the denominator. `columns` are kept as metadata.
 */
export function predictionRow({ value = {}, line }: ReadRow, columns: readonly string[] = []): Result<Prediction> {
  const { output: given, output_ids: outputIds, split, finish_reason: finishReason, prediction, gold, target } = value;
  const output = given === null ? '' : given;
  if (typeof output !== 'string') return failed(`output is ${output === undefined ? 'missing' : 'not text'}`);
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
    ...(prediction === undefined ? {} : { prediction: detached(prediction) }),
    ...(gold === undefined ? {} : { gold: detached(gold) }),
    ...(typeof target === 'string' ? { target: cutText(target) } : {}),
    ...(columns.length === 0 ? {} : { metadata: metadataOf(value, columns) }),
  });
}

/** Columns beside the answer, at the top or in an object `metadata`. What is neither text, number nor flag has no value to slice by. */
function metadataOf(
  value: NonNullable<ReadRow['value']>,
  columns: readonly string[],
): NonNullable<Prediction['metadata']> {
  const { metadata } = value;
  const inner = metadata !== null && typeof metadata === 'object' && !Array.isArray(metadata) ? metadata : {};
  return Object.fromEntries(
    columns.map((column) => {
      const found = Object.hasOwn(value, column) ? value[column] : Object.hasOwn(inner, column) ? inner[column] : null;
      if (typeof found === 'string') return [column, detachedText(found.slice(0, MAX_METADATA))];
      return [column, typeof found === 'number' || typeof found === 'boolean' ? found : null];
    }),
  );
}

/** Never cuts between the two halves of a character. */
function cutText(text: string): string {
  if (text.length <= MAX_OUTPUT) return detachedText(text);
  const last = text.charCodeAt(MAX_OUTPUT - 1);
  return detachedText(text.slice(0, last >= 0xd800 && last < 0xdc00 ? MAX_OUTPUT - 1 : MAX_OUTPUT));
}

/** UTF-16 units and halves of ids that a row keeps in memory, roughly. */
export function predictionUnits(row: Prediction): number {
  const recorded = JSON.stringify([row.prediction, row.gold]).length;
  return row.output.length + (row.target?.length ?? 0) + 2 * (row.outputIds?.length ?? 0) + recorded;
}
