import type { Row } from '../../formats/row-value.ts';
import { keptColumns } from './kept-columns.ts';
import type { VisionPlan } from './vision-plan.ts';

export type RowShape = 'language-modeling' | 'prompt-completion' | 'unknown';

/** Which of the collator's two ways a row takes; a batch goes the way of its first row. */
export function rowShape(plan: VisionPlan, given: Row): RowShape {
  const row = keptColumns(plan, given);
  const has = (column: string): boolean => Object.hasOwn(row, column);
  if (has('messages') || has(plan.config.dataset_text_field)) return 'language-modeling';
  return has('prompt') && has('completion') ? 'prompt-completion' : 'unknown';
}
