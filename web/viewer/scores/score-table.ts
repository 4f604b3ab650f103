import { countText } from '../../../src/render/count-text.ts';
import { cellText } from '../../../src/render/score/cell-text.ts';
import type { ScoreCell, ScoreTable } from '../../../src/render/score/score-view.ts';
import { element } from '../element.ts';
import { table } from '../table.ts';

export interface ChosenFigure {
  readonly title: string;
  readonly ids: readonly string[];
  /** Rows behind the figure, listed or not. */
  readonly total: number;
}

/** Shows the samples behind a figure; `from` gets the focus back. */
export type OpenSamples = (figure: ChosenFigure, from: HTMLElement) => void;

/** Cells that name a row in a title; what follows explains. */
const MOST_NAMES = 2;

/** A table of figures; a figure with samples behind it is a button that shows them. */
export function scoreTable(given: ScoreTable, open: OpenSamples): HTMLElement {
  const rows = given.rows.map((row) => {
    const name = row.filter((cell) => cell.kind === 'text' && cell.text !== '').map((cell) => cellText(cell).text);
    return row.map((cell, index) => {
      const column = cell.kind === 'text' ? [] : [given.columns[index]?.title ?? ''];
      const title = `${given.title}: ${[...name.slice(0, MOST_NAMES), ...column].join(', ')}`;
      return cellNode(cell, (from) => open({ title, ids: idsOf(cell), total: totalOf(cell) }, from));
    });
  });
  return element(
    'div',
    { class: 'score-table' },
    table(given.title, given.columns, rows),
    given.lead !== undefined && element('p', { class: 'table-lead' }, given.lead),
    given.more > 0 && element('p', { class: 'empty' }, `${countText(given.more)} more rows are in the JSON.`),
  );
}

function cellNode(cell: ScoreCell, open: (from: HTMLElement) => void): HTMLElement {
  const { text, interval } = cellText(cell);
  const tone = cell.kind === 'count' && cell.tone !== undefined ? ` tone-${cell.tone}` : '';
  const range = interval !== '' && element('span', { class: 'interval' }, interval);
  const ids = idsOf(cell);
  if (ids.length === 0) return element('span', { class: `figure-cell${tone}` }, text, range);
  const button = element(
    'button',
    { type: 'button', class: `figure-cell${tone}`, title: `Show ${ids.length} samples` },
    text,
  );
  button.addEventListener('click', () => open(button));
  return element('span', { class: 'figure-box' }, button, range);
}

function idsOf(cell: ScoreCell): readonly string[] {
  return cell.ids ?? [];
}

function totalOf(cell: ScoreCell): number {
  if (cell.kind === 'count') return cell.count;
  if (cell.kind === 'share') return cell.behind === 'missed' ? cell.of - cell.count : cell.count;
  return idsOf(cell).length;
}
