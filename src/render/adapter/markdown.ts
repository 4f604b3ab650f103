import type { AdapterReport } from '../../report/adapter-report.ts';
import { escapeMarkdown } from '../escape-markdown.ts';
import { markdownTable } from '../markdown/table.ts';
import { adapterLines } from './adapter-lines.ts';
import { adapterVerdict } from './adapter-verdict.ts';
import { moduleColumns } from './module-columns.ts';

/** Rows of a comment on a pull request; the JSON has them all. */
const MOST_ROWS = 50;

/** An adapter as Markdown: the same content as in the terminal, with full names. */
export function renderAdapterMarkdown(report: AdapterReport): string {
  const { words, because, advice } = adapterVerdict(report);
  const lines = adapterLines(report);
  const columns = moduleColumns(report, '');
  const rows = report.modules.slice(0, MOST_ROWS);
  const more = report.modules.length - rows.length;
  const table = markdownTable(
    columns.map(({ title }) => title),
    rows.map((row) => columns.map((column) => escapeMarkdown(column.cell(row)))),
    columns.flatMap(({ isText }, at) => (isText ? [] : [at])),
  );
  const blocks = [
    `## ${words}: ${escapeMarkdown(because)}`,
    list([
      `adapter ${report.adapter}`,
      ...(report.base === undefined ? [] : [`base ${report.base}`]),
      ...(report.merged === undefined ? [] : [`merged ${report.merged}`]),
      lines.settings,
      ...lines.reading,
      ...(advice === undefined ? [] : [`What to do: ${advice}`]),
    ]),
    titled(
      'Could not be compared',
      report.problems.map(({ path, reason }) => `${path}: ${reason}`),
    ),
    `### Modules\n\n${table}${more > 0 ? `\n\n${more} more modules are in --format json.` : ''}`,
    titled('Names', lines.keys),
    titled('Converted adapters in the folder', lines.converted),
    titled(
      'What servers do with this adapter',
      report.servers.map(
        ({ server, kind, why, count, source, versionRead }) =>
          `${server}, ${kind}: ${why} (${count}). ${source}; ${versionRead}`,
      ),
    ),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function titled(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `### ${title}\n\n${list(lines)}`;
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${escapeMarkdown(line)}`).join('\n');
}
