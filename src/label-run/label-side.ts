import { type LabelSummary, labelTally, VERDICT_ORDER } from '../evidence/derive/label-tally.ts';
import type { RowLabelFacts } from '../evidence/label-facts-of-row.ts';
import type { Region } from '../evidence/trained-rows.ts';
import type { LabelsSide, LabelsView } from '../report/labels-report.ts';
import type { ReportRow } from '../report/report.ts';
import { sideHeadline } from './side-headline.ts';
import { sideState } from './side-state.ts';

/** Rows shown of each verdict: what is wrong, and one that is right to compare with. */
const VIEWS_PER_VERDICT = { wrong: 3, right: 1 } as const;
const SHOWN_FAILURES = 10;
const REGIONS: readonly Region[] = ['answer', 'end-of-turn', 'separator', 'prompt', 'template', 'media', 'padding'];

/** Collects one side row by row. */
export function labelSide(source: LabelsSide['source'], path: string) {
  const tally = labelTally();
  const views: LabelsView[] = [];
  const shown = new Map<string, number>();
  const failures: LabelsSide['failures'] = [];
  let [failed, mismatched] = [0, 0];
  return {
    row: (facts: RowLabelFacts): void => tally.add(facts),
    mismatch: (): void => {
      mismatched += 1;
    },
    failure: (failure: LabelsSide['failures'][number]): void => {
      failed += 1;
      if (failures.length < SHOWN_FAILURES) failures.push(failure);
    },
    /** Whether a view of a row with this verdict is still wanted. */
    wantsView: ({ verdict }: Pick<RowLabelFacts, 'verdict'>): boolean =>
      (shown.get(verdict) ?? 0) < VIEWS_PER_VERDICT[verdict === 'answer-only' ? 'right' : 'wrong'],
    view: (view: ReportRow, { verdict }: Pick<RowLabelFacts, 'verdict'>): void => {
      shown.set(verdict, (shown.get(verdict) ?? 0) + 1);
      views.push({ ...view, verdict });
    },
    finish: (rest: Pick<LabelsSide, 'basis' | 'warnings' | 'notes'> & { readonly total: number }): LabelsSide => {
      const summary = tally.summary();
      return {
        source,
        path,
        basis: rest.basis,
        state: sideState(summary, failures),
        verdict: summary.rows > 0 ? summary.verdict : null,
        headline: sideHeadline(summary, failures),
        rows: { total: rest.total, ...rowCounts(summary), failed, mismatched },
        verdicts: VERDICT_ORDER.flatMap((verdict) => {
          const rows = summary.verdicts[verdict];
          return rows === 0 ? [] : [{ verdict, rows }];
        }),
        regions: REGIONS.map((region) => ({
          region,
          supervised: summary.supervised[region],
          tokens: summary.tokens[region],
        })),
        failures,
        warnings: rest.warnings,
        notes: rest.notes,
        views: views.toSorted((a, b) => VERDICT_ORDER.indexOf(a.verdict) - VERDICT_ORDER.indexOf(b.verdict)),
      };
    },
  };
}

function rowCounts({ rows, dropped, cut, endMasked, endAbsent, partial }: LabelSummary) {
  return { looked: rows, kept: rows - dropped, dropped, cut, endMasked, endAbsent, partial };
}
