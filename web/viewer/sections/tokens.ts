import type { Report } from '../../../src/report/report.ts';
import { element } from '../element.ts';
import { section } from '../section.ts';
import { regionTable } from './region-table.ts';
import { tokenLegend } from './token-legend.ts';
import { tokenRow } from './token-row.ts';

/** The training rows that matter, token by token: what the loss sees and what it does not. */
export function tokensSection(report: Report): HTMLElement {
  const { rows, regions = [] } = report.evidence;
  const text = {
    id: 'tokens',
    title: 'What the loss sees',
    lead: 'Every box is a token of a training row. A solid bar under a token means that it has a label.',
  };
  if (rows.length === 0 && regions.length === 0) {
    return section(text, element('p', { class: 'empty' }, 'This report holds no training row.'));
  }
  return section(
    text,
    regions.length > 0 && regionTable('Tokens by region, over all captured rows', regions),
    rows.length > 0 && tokenLegend(),
    rows.map(tokenRow),
  );
}
