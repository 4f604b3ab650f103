import type { Row } from '../../formats/row-value.ts';
import type { VisionPlan } from './vision-plan.ts';

/** `_signature_columns` of SFTTrainer for vision data: with `remove_unused_columns` everything else is gone before the collator. */
const KEPT_COLUMNS = ['messages', 'prompt', 'completion', 'image', 'images'];

/** The row as the collator gets it. */
export function keptColumns(plan: VisionPlan, row: Row): Row {
  if (!plan.removesUnusedColumns) return row;
  return Object.fromEntries(
    KEPT_COLUMNS.filter((column) => Object.hasOwn(row, column)).map((column) => [column, row[column] ?? null]),
  );
}
