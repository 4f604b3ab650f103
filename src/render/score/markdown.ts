import { codeSpan } from '../code-span.ts';
import { countText } from '../count-text.ts';
import { escapeMarkdown as md } from '../escape-markdown.ts';
import { markdownTable } from '../markdown/table.ts';
import { cellText } from './cell-text.ts';
import type { ScoreSection, ScoreTable, ScoreView } from './score-view.ts';

/** GitHub takes comments of 65,536 characters; a table of this many rows is read, not a longer one. */
const MOST_ROWS = 25;

/** A score view for a comment or an issue. */
export function renderScoreMarkdown(view: ScoreView): string {
  const parts = [
    `## Lockstep ${view.title}: **${md(view.word)}**`,
    `${md(view.headline)}.`,
    view.facts.map(({ name, text }) => `${md(name)}: ${codeSpan(text)}`).join('  \n'),
    ...view.sections.flatMap(sectionText),
    `*lockstep ${md(view.tool.version)}*`,
  ];
  return `${parts.join('\n\n')}\n`;
}

function sectionText({ title, lead, tables, notes }: ScoreSection): readonly string[] {
  return [
    `### ${md(title)}`,
    ...(lead === undefined ? [] : [md(lead)]),
    ...tables.flatMap(tableText),
    ...(notes.length === 0 ? [] : [notes.map((note) => `- ${md(note)}`).join('\n')]),
  ];
}

function tableText(table: ScoreTable): readonly string[] {
  const right = table.columns.flatMap(({ number }, index) => (number ? [index] : []));
  const shown = table.rows.slice(0, MOST_ROWS);
  const rows = shown.map((row) =>
    row.map((cell) => {
      const { text, interval } = cellText(cell);
      return interval === '' ? md(text) : `${md(text)}<br>${md(interval)}`;
    }),
  );
  const more = table.more + table.rows.length - shown.length;
  return [
    `**${md(table.title)}**${table.lead === undefined ? '' : `: ${md(table.lead)}`}`,
    markdownTable(
      table.columns.map(({ title }) => md(title)),
      rows,
      right,
    ),
    ...(more === 0 ? [] : [`${countText(more)} more rows are in the JSON.`]),
  ];
}
