import type { ReportRow } from '../../report/report.ts';
import { countText } from '../count-text.ts';
import type { Page } from './page.ts';
import { type Span, span } from './span.ts';
import { tokenText } from './token-text.ts';

type Part = ReportRow['parts'][number];

const REGION_COLUMNS = 15;

/** Says how supervised tokens look. */
export function addLegend(page: Page): void {
  page.blank();
  const sample = page.colour ? span('token', page.paint.inLoss) : span('[token]');
  page.prose(
    [
      sample,
      span(' counts in the loss, '),
      span('token', page.paint.faint),
      span(' does not; ␣ is a space, ⏎ a line break'),
    ],
    2,
  );
}

/** One row, a line for each part of it. */
export function addRow(page: Page, row: ReportRow): void {
  page.blank();
  const sum = `${countText(row.supervised)} of ${countText(row.tokens)} tokens in the loss`;
  page.prose([span(row.title, page.paint.strong), span(`  ${row.path} row ${row.row}, ${sum}`, page.paint.faint)], 2);
  for (const group of byRegion(row.parts)) {
    page.flow(
      spread(group.parts.map((part) => partSpan(page, part))),
      REGION_COLUMNS,
      span(`  ${group.region}`, page.paint.faint),
    );
  }
}

function byRegion(parts: readonly Part[]): readonly { region: string; parts: Part[] }[] {
  const groups: { region: string; parts: Part[] }[] = [];
  for (const part of parts) {
    const region = part.kind === 'token' ? part.token.region : part.region;
    const last = groups.at(-1);
    if (last?.region === region) last.parts.push(part);
    else groups.push({ region, parts: [part] });
  }
  return groups;
}

function partSpan(page: Page, part: Part): Span {
  if (part.kind === 'gap') {
    const sum = `… ${countText(part.tokens)} tokens, ${countText(part.supervised)} in the loss …`;
    return span(sum, part.supervised > 0 ? page.paint.accent : page.paint.faint);
  }
  const text = tokenText(part.token.text);
  if (!part.token.supervised) return span(text, page.paint.faint);
  return page.colour ? span(text, page.paint.inLoss) : span(`[${text}]`);
}

function spread(spans: readonly Span[]): readonly Span[] {
  return spans.flatMap((part, index) => (index === 0 ? [part] : [{ text: ' ' }, part]));
}
