import type { ConversionSummary } from '../../convert/conversion-summary.ts';
import { countText } from '../count-text.ts';
import { escapeTerminal } from '../escape-terminal.ts';
import type { Page } from './page.ts';
import { span } from './span.ts';
import { addTableOrList } from './table-or-list.ts';
import { addVerdictLine } from './verdict-line.ts';

type Change = ConversionSummary['changes'][number];

/** What a conversion did: rows in and out, every kind of change, and the rows that it refused. */
export function addConversion(page: Page, summary: ConversionSummary, written: string | undefined): void {
  const { rowsRead, rowsWritten, refusedRows } = summary;
  const made = rowsWritten === 1 ? '1 row' : `${countText(rowsWritten)} rows`;
  const text = `${countText(rowsRead - refusedRows)} of ${countText(rowsRead)} rows into ${made}`;
  if (written === undefined) addVerdictLine(page, 'NOT WRITTEN', { paint: page.paint.bad, text });
  else addVerdictLine(page, 'CONVERTED', { paint: page.paint.good, text });
  if (written !== undefined) page.prose([span(escapeTerminal(written), page.paint.accent)], 2);
  else page.prose('A row that cannot be converted would be lost. --keep-going writes the others.', 2);
  addChanges(page, summary.changes);
  if (refusedRows > 0) {
    page.heading('Refused', `${countText(refusedRows)} of ${countText(rowsRead)} rows`);
    for (const { row, reason } of summary.refusals)
      page.prose(escapeTerminal(reason), 12, span(`row ${row}`.padStart(10)));
    const more = refusedRows - summary.refusals.length;
    if (more > 0) page.prose([span(`and ${countText(more)} more`, page.paint.faint)], 12);
  }
  for (const reason of summary.damage.slice(0, 10)) page.prose([span(escapeTerminal(reason), page.paint.unsure)], 2);
}

function addChanges(page: Page, changes: readonly Change[]): void {
  if (changes.length === 0) return;
  page.heading('What changed');
  const rows = changes
    .slice(0, 30)
    .map(({ kind, detail, count }) => [span(countText(count)), span(WORDS[kind]), span(escapeTerminal(detail))]);
  addTableOrList(page, { head: ['times', 'change', ''].map((text) => span(text)), rows, left: [1, 2] });
}

const WORDS: Readonly<Record<Change['kind'], string>> = {
  'roles-renamed': 'role renamed',
  'conversations-renamed': 'column renamed',
  'row-split': 'rows made by splitting',
  'earlier-answers-untrained': 'earlier assistant turns',
  'joined-to-messages': 'prompt and completion joined',
  'answer-to-class': 'answer became its class',
  'class-to-json': 'class became JSON',
};
