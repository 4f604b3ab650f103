import { commandIn } from '../report/command-in.ts';
import type { Report } from '../report/report.ts';
import { addDetails } from './terminal/details.ts';
import { addDiagnoses } from './terminal/diagnoses.ts';
import { addDifferences } from './terminal/differences.ts';
import { addFailedChecks } from './terminal/failed-checks.ts';
import { addOpenChecks } from './terminal/open-checks.ts';
import { newPage, type Page, type TerminalOptions } from './terminal/page.ts';
import { addScores } from './terminal/scores.ts';
import { span } from './terminal/span.ts';
import { addTokenRows } from './terminal/token-rows.ts';
import { addVerdict } from './terminal/verdict.ts';

/**
 * The report for a terminal or a log: verdict, clauses, causes, next step and what is withheld come first, the evidence after.
 * No line is wider than `width` columns (40 at least); without `colour` the text holds no escape sequence at all.
 */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const page = newPage(options);
  addVerdict(page, report);
  addDiagnoses(page, report);
  addTokenRows(page, report);
  addDifferences(page, report);
  addScores(page, report);
  addFailedChecks(page, report);
  addOpenChecks(page, report);
  addDetails(page, report);
  addClosing(page, report);
  return `${page.lines.join('\n')}\n`;
}

/** The last lines are what a person sees above the prompt. */
function addClosing(page: Page, report: Report): void {
  const count = (...outcomes: readonly string[]) =>
    report.checks.filter((check) => outcomes.includes(check.outcome)).length;
  const counts = [
    `${count('fail')} failed`,
    `${count('pass')} passed`,
    `${count('blocked', 'unknown', 'crashed')} without a verdict`,
    `${count('not-applicable')} not applicable`,
  ];
  page.blank();
  page.prose([span(`${report.checks.length} checks: ${counts.join(', ')}`, page.paint.faint)], 0);
  const subject = report.diagnoses[0]?.cause ?? report.checks.find((check) => check.outcome === 'fail')?.id;
  const hints = [
    subject === undefined ? [] : [`lockstep explain ${subject}`],
    page.details ? [] : [commandIn(report.run.folder, 'lockstep check . --details')],
  ].flat();
  for (const hint of hints) page.flow([span(hint, page.paint.faint)], 6, span('more:', page.paint.faint));
}
