import type { LabelSummary } from '../evidence/derive/label-tally.ts';
import { isMany } from '../lib/is-many.ts';
import type { LabelsSide } from '../report/labels-report.ts';

/**
 * Whether the loss is on the answer, whole and alone. A row that the trainer stops at is a broken run however right the others are: TRL
 * maps the data set before the first step, and one exception ends it.
 */
export function sideState(summary: LabelSummary, failures: LabelsSide['failures']): LabelsSide['state'] {
  if (failures.some(({ type }) => type !== 'CannotTell')) return 'broken';
  if (summary.rows === 0 || summary.verdict === 'not-located') return 'unknown';
  if (summary.verdict !== 'answer-only') return 'broken';
  const { rows, dropped, partial, endMasked, endAbsent } = summary;
  const kept = rows - dropped;
  if (isMany(dropped, rows) || isMany(partial, kept) || isMany(endMasked + endAbsent, kept)) return 'broken';
  return failures.length > 0 ? 'unknown' : 'holds';
}
