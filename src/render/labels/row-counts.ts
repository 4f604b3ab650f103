import type { LabelsSide } from '../../report/labels-report.ts';
import { verdictWords } from './verdict-words.ts';

export interface RowCount {
  readonly name: string;
  readonly count: number;
  readonly of: number;
  /** Rows that should be none. */
  readonly isBad: boolean;
}

/** What happens to the rows of a side, each count with its denominator; what happens to none is left out. */
export function rowCounts({ rows, verdicts }: Pick<LabelsSide, 'rows' | 'verdicts'>): readonly RowCount[] {
  const bad = (name: string, count: number, of: number): RowCount => ({ name, count, of, isBad: true });
  const counts: readonly RowCount[] = [
    bad('dropped: no token with loss', rows.dropped, rows.looked),
    bad('cut at the length limit', rows.cut, rows.looked),
    bad('a part of the answer without loss', rows.partial, rows.kept),
    bad('end-of-turn token without loss', rows.endMasked, rows.kept),
    bad('no end-of-turn token', rows.endAbsent, rows.kept),
    bad('prompt is no prefix of the row', rows.mismatched, rows.looked),
    bad('no labels: see the errors', rows.failed, rows.looked + rows.failed),
    ...verdicts.map(({ verdict, rows: count }) => ({
      name: verdictWords({ verdict }),
      count,
      of: rows.kept,
      isBad: verdict !== 'answer-only',
    })),
  ];
  return [
    { name: 'rows kept', count: rows.kept, of: rows.looked, isBad: false },
    ...counts.filter(({ count }) => count > 0),
  ];
}
