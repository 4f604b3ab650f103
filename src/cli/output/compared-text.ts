import { jsonText } from '../../render/json-text.ts';
import { newPage, type Page } from '../../render/terminal/page.ts';
import type { ConsoleIo } from '../console-io.ts';
import type { formats } from './formats.ts';
import type { OutputOptions } from './output-options.ts';
import { pageOptions } from './page-options.ts';

type ComparedFormat = (typeof formats.comparison)[number];

/** A line of the terminal page in a Markdown file: as wide as a code block is comfortable to read. */
const MARKDOWN_COLUMNS = 100;

/** The page as the terminal shows it, the data as JSON, or the page as a code block for a comment on a pull request. */
export function comparedText(
  io: ConsoleIo,
  { format, ...options }: OutputOptions<ComparedFormat> & { readonly format: ComparedFormat },
  content: { readonly json: unknown; readonly draw: (page: Page) => void },
): string {
  switch (format) {
    case 'json':
      return jsonText(content.json);
    case 'terminal':
      return `${drawn(pageOptions(io, options), content.draw)}\n`;
    case 'markdown': {
      const text = drawn({ width: MARKDOWN_COLUMNS, colour: false, details: false }, content.draw);
      // Text of files may hold backticks; a longer fence keeps them inside.
      const fence = '`'.repeat(Math.max(3, ...(text.match(/`+/g) ?? []).map((run) => run.length + 1)));
      return `${fence}text\n${text}\n${fence}\n`;
    }
  }
}

function drawn(options: Parameters<typeof newPage>[0], draw: (page: Page) => void): string {
  const page = newPage(options);
  draw(page);
  return page.lines.join('\n').replace(/^\n+/, '');
}
