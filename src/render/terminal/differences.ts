import type { Report, ReportDifference } from '../../report/report.ts';
import { clip } from '../clip.ts';
import { countText } from '../count-text.ts';
import { escapeTerminal } from '../escape-terminal.ts';
import type { Page } from './page.ts';
import { span } from './span.ts';
import { visibleSpaces } from './visible-spaces.ts';

const LABEL_COLUMNS = 14;
const FEW_DIFFERENCES = 2;
/** Stretches of a prompt longer than this are cut at the end; the JSON report has them whole. */
const MAX_STRETCH = 400;

/** Training prefix and request side by side in reading order: what both have, what only one of them has. */
export function addDifferences(page: Page, report: Report): void {
  const { differences } = report.evidence;
  if (differences.length === 0) return;
  page.heading('What was trained and what is sent', '␣ is a space, ⏎ a line break');
  const shown = page.details ? differences : differences.slice(0, FEW_DIFFERENCES);
  for (const [index, difference] of shown.entries()) {
    if (index > 0) page.blank();
    addDifference(page, difference);
  }
  if (shown.length < differences.length) {
    page.prose([span(`more differences with --details: ${differences.length - shown.length}`, page.paint.faint)], 2);
  }
}

function addDifference(page: Page, difference: ReportDifference): void {
  const basis = difference.basis === 'same-example' ? 'the same example' : 'a row of the same shape';
  const sum = `${countText(difference.requests)} of ${countText(difference.compared)} compared requests differ like this`;
  page.prose([span(difference.title, page.paint.strong), span(`  ${sum}`, page.paint.faint)], 2);
  page.prose(
    [span(`request ${difference.request} against training row ${difference.row}, ${basis}`, page.paint.faint)],
    2,
  );
  for (const part of difference.parts) addPart(page, part);
}

function addPart(page: Page, part: ReportDifference['parts'][number]): void {
  const { paint } = page;
  const text = visibleSpaces(escapeTerminal(clip(part.text, MAX_STRETCH)), 'doubtful');
  switch (part.kind) {
    case 'same': {
      const folded = part.folded > 0 ? [span(`${countText(part.folded)} characters the same … `, paint.faint)] : [];
      page.flow([...folded, span(text)], LABEL_COLUMNS, span('    both', paint.faint));
      return;
    }
    case 'training-only':
      page.flow([span(text, paint.good)], LABEL_COLUMNS, span('  - training', paint.good));
      return;
    case 'request-only':
      page.flow([span(text, paint.bad)], LABEL_COLUMNS, span('  + request', paint.bad));
  }
}
