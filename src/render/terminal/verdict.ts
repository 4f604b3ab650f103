import type { Report } from '../../report/report.ts';
import type { Page } from './page.ts';
import { span } from './span.ts';
import { addVerdictLine } from './verdict-line.ts';

const VERDICT_WORD = { broken: 'BROKEN', holds: 'HOLDS', unknown: 'UNKNOWN' } as const;
const STATE_SIGN = { broken: '✗', holds: '✓', unknown: '?' } as const;
const STATE_COLUMNS = 13;

/** The verdict in one line and the four clauses with their states, as words so that they survive a log without colour. */
export function addVerdict(page: Page, report: Report): void {
  page.prose(
    [span(`lockstep ${report.tool.version}`, page.paint.faint), span(`  ${report.run.folder}`, page.paint.faint)],
    0,
  );
  page.blank();
  const word = VERDICT_WORD[report.verdict];
  addVerdictLine(page, word, {
    paint: statePaint(page, report.verdict),
    text: span(report.headline, page.paint.strong),
  });
  page.heading('Contract');
  for (const clause of report.clauses) {
    const head = span(`  ${STATE_SIGN[clause.state]} ${clause.state}`, statePaint(page, clause.state));
    page.prose([span(clause.title)], STATE_COLUMNS, head);
    page.prose([span(clause.because, page.paint.faint)], STATE_COLUMNS);
    if (clause.settle !== undefined)
      page.prose([span('would settle it: ', page.paint.unsure), span(clause.settle)], STATE_COLUMNS);
  }
}

function statePaint(page: Page, state: Report['verdict']) {
  if (state === 'broken') return page.paint.bad;
  return state === 'holds' ? page.paint.good : page.paint.unsure;
}
