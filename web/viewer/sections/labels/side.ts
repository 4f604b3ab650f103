import { countText } from '../../../../src/render/count-text.ts';
import { failureGroups } from '../../../../src/render/labels/failure-groups.ts';
import { rowCounts } from '../../../../src/render/labels/row-counts.ts';
import { verdictWords } from '../../../../src/render/labels/verdict-words.ts';
import type { LabelsFact, LabelsSide } from '../../../../src/report/labels-report.ts';
import { type Child, element } from '../../element.ts';
import { formatPercent } from '../../format-percent.ts';
import { section } from '../../section.ts';
import { table } from '../../table.ts';
import { regionTable } from '../region-table.ts';
import { tokenLegend } from '../token-legend.ts';
import { tokenRow } from '../token-row.ts';

const TITLES = { capture: 'Captured from the trainer', prediction: 'Predicted from data and settings' } as const;

/** One side: counts, what the loss is made of, what the trainer says and does not say, and rows token by token. */
export function sideSection(side: LabelsSide): HTMLElement {
  const isLabelled = side.rows.looked > 0;
  const regions = side.regions.filter(({ tokens }) => tokens > 0);
  return section(
    { id: side.source, title: TITLES[side.source], lead: `${side.path}: ${side.basis}.` },
    side.refusal && element('p', { class: 'notice' }, element('b', {}, `${side.refusal.type}: `), side.refusal.message),
    isLabelled && countTable(side),
    isLabelled && regionTable('Tokens by region, over all rows that are kept', regions),
    facts('The trainer warns', side.warnings),
    facts('What the trainer does without a word', side.notes),
    failures(side),
    side.views.length > 0 && rows(side),
  );
}

function countTable(side: LabelsSide): HTMLElement {
  const columns = [
    { title: 'Rows' },
    { title: 'Count', number: true },
    { title: 'of', number: true },
    { title: 'Share', number: true },
  ];
  const cells = rowCounts(side).map(({ name, count, of, isBad }) => [
    name,
    isBad ? element('strong', { class: 'bad-count' }, countText(count)) : countText(count),
    countText(of),
    formatPercent(of === 0 ? null : count / of),
  ]);
  return table(`What becomes of ${countText(side.rows.total)} rows`, columns, cells);
}

function facts(title: string, list: readonly LabelsFact[]): Child {
  if (list.length === 0) return undefined;
  const items = list.map(({ text, rows: count, firstRow }) => {
    const first = firstRow === undefined ? '' : `, first ${countText(firstRow)}`;
    return element(
      'li',
      {},
      text,
      count !== undefined && element('span', { class: 'where' }, ` (${countText(count)} rows${first})`),
    );
  });
  return element('div', { class: 'label-facts' }, element('h3', {}, title), element('ul', {}, items));
}

function failures(side: LabelsSide): Child {
  if (side.failures.length === 0) return undefined;
  const items = failureGroups(side).map(({ type, message, rows: numbers }) =>
    element('li', {}, element('code', {}, type), ' ', message, element('span', { class: 'where' }, ` (${numbers})`)),
  );
  const more = side.rows.failed - side.failures.length;
  return element(
    'div',
    { class: 'label-facts label-failures' },
    element('h3', {}, 'Rows that get no labels'),
    element('ul', {}, items),
    more > 0 && element('p', { class: 'where' }, `and ${countText(more)} more`),
  );
}

function rows({ views }: LabelsSide): readonly Child[] {
  return [tokenLegend(), ...views.map((view) => tokenRow({ ...view, title: `${view.title}: ${verdictWords(view)}` }))];
}
