import { countText } from '../../../src/render/count-text.ts';
import { cellText } from '../../../src/render/score/cell-text.ts';
import { rowNames } from '../../../src/render/score/row-names.ts';
import type { ScoreCell, ScoreTable } from '../../../src/render/score/score-view.ts';
import { element } from '../element.ts';
import { table } from '../table.ts';

export interface ChosenFigure {
  readonly title: string;
  readonly ids: readonly string[];
  /** Rows behind the figure, listed or not; undefined where nobody counted them. */
  readonly total: number | undefined;
  /** Of a share: whether they are the rows that count, or those that do not. */
  readonly behind: 'counted' | 'missed';
}

/** Shows the samples behind a figure; `from` gets the focus back. */
export type OpenSamples = (figure: ChosenFigure, from: HTMLElement) => void;

/** A table of figures; a figure with samples behind it is a button that shows them. */
export function scoreTable(given: ScoreTable, open: OpenSamples): HTMLElement {
  const rows = given.rows.map((row) => {
    const names = rowNames(row);
    return row.map((cell, index) => {
      const column = cell.kind === 'text' ? [] : [given.columns[index]?.title ?? ''];
      const title = `${given.title}: ${[...names, ...column].join(', ')}`;
      return cellNode(cell, (from) => open(figure(title, cell), from));
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
  const { text, interval } = unbroken(cellText(cell));
  const tone = cell.kind === 'count' && cell.tone !== undefined ? ` tone-${cell.tone}` : '';
  const range = interval !== '' && element('span', { class: 'interval' }, interval);
  const ids = idsOf(cell);
  const repeated = cell.kind === 'text' && cell.repeats === true ? ' repeated' : '';
  if (ids.length === 0) return element('span', { class: `figure-cell${tone}${repeated}` }, text, range);
  const button = element(
    'button',
    { type: 'button', class: `figure-cell${tone}`, title: `Show ${ids.length} samples` },
    text,
  );
  button.addEventListener('click', () => open(button));
  return element('span', { class: 'figure-box' }, button, range);
}

/** A per cent sign stays with its number where a narrow page breaks the line. */
function unbroken({ text, interval }: ReturnType<typeof cellText>): ReturnType<typeof cellText> {
  return { text: text.replaceAll(' %', '\u00a0%'), interval: interval.replaceAll(' %', '\u00a0%') };
}

function idsOf(cell: ScoreCell): readonly string[] {
  return cell.ids ?? [];
}

function figure(title: string, cell: ScoreCell): ChosenFigure {
  const behind = cell.kind === 'share' ? cell.behind : 'counted';
  return { title, ids: idsOf(cell), total: totalOf(cell), behind };
}

function totalOf(cell: ScoreCell): number | undefined {
  if (cell.kind === 'count') return cell.count;
  if (cell.kind === 'share') return cell.behind === 'missed' ? cell.of - cell.count : cell.count;
  return cell.kind === 'text' ? cell.total : undefined;
}
