import { escapeHtml } from '../escape-html.ts';
import { htmlPage } from '../html-page.ts';
import { cellText } from './cell-text.ts';
import type { ScoreTable, ScoreView } from './score-view.ts';

/** A score view as one page, in which a figure leads to its samples; without script the tables are still readable. */
export function renderScoreHtml(view: ScoreView): string {
  const [source] = view.facts;
  return htmlPage({
    title: `${view.word} · ${source?.text ?? ''} · Lockstep ${view.title}`,
    data: view,
    withoutScript: staticPart(view),
  });
}

function staticPart(view: ScoreView): string {
  return [
    '<main class="static">',
    `<h1>${escapeHtml(view.word)}: ${escapeHtml(view.headline)}</h1>`,
    ...view.facts.map(({ name, text }) => `<p>${escapeHtml(name)}: ${escapeHtml(text)}</p>`),
    ...view.sections.flatMap(({ title, lead, tables, notes }) => [
      `<h2>${escapeHtml(title)}</h2>`,
      lead === undefined ? '' : `<p>${escapeHtml(lead)}</p>`,
      ...tables.map(staticTable),
      ...notes.map((note) => `<p>${escapeHtml(note)}</p>`),
    ]),
    '<p>The samples behind the figures are shown by a script in this file, which is switched off here.</p>',
    '</main>',
  ].join('\n');
}

function staticTable({ title, columns, rows }: ScoreTable): string {
  const head = columns.map((column) => `<th>${escapeHtml(column.title)}</th>`).join('');
  const body = rows.map((row) => {
    const shown = row.map((cell) => {
      const { text, interval } = cellText(cell);
      return `<td>${escapeHtml(text)}${interval === '' ? '' : ` (${escapeHtml(interval)})`}</td>`;
    });
    return `<tr>${shown.join('')}</tr>`;
  });
  return `<table><caption>${escapeHtml(title)}</caption><tr>${head}</tr>${body.join('')}</table>`;
}
