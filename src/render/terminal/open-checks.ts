import type { Report, ReportCheck } from '../../report/report.ts';
import type { Page } from './page.ts';
import { span } from './span.ts';

const NOT_RUN = ['blocked', 'unknown', 'crashed'] as const;

/** Checks without a verdict, grouped by what would let them run: the shortest way to more certainty comes first. */
export function addOpenChecks(page: Page, report: Report): void {
  const open = report.checks.filter((check) => NOT_RUN.some((outcome) => outcome === check.outcome));
  if (open.length === 0) return;
  page.heading('Without a verdict', `${open.length} of ${report.checks.length} checks`);
  for (const group of grouped(open)) {
    const [first] = group;
    if (first === undefined) continue;
    page.prose([span(reasonText(first))], 4, span('  -'));
    if (first.settle !== undefined) page.prose([span('would settle it: ', page.paint.unsure), span(first.settle)], 4);
    page.prose([span(group.map((check) => check.id).join(', '), page.paint.faint)], 4);
  }
}

function grouped(checks: readonly ReportCheck[]): readonly (readonly ReportCheck[])[] {
  const groups = new Map<string, ReportCheck[]>();
  for (const check of checks) {
    const key = `${check.outcome}\n${check.because}\n${check.settle ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), check]);
  }
  return [...groups.values()].sort((a, b) => b.length - a.length);
}

function reasonText(check: ReportCheck): string {
  if (check.outcome !== 'crashed') return check.because;
  // The rest is a stack trace of Lockstep itself; the JSON report has it whole.
  return `Lockstep has a bug here, please report it: ${check.because.split('\n')[0] ?? ''}`;
}
