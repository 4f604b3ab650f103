import { jsonText } from '../render/json-text.ts';
import { newPage, type Page } from '../render/terminal/page.ts';
import type { ConsoleIo } from './console-io.ts';
import { terminalWidth } from './terminal-width.ts';
import { usesColour } from './uses-colour.ts';

/** Formats of the commands that compare. */
export const comparedFormats = ['terminal', 'json', 'markdown'] as const;

export interface ComparedOptions {
  readonly format?: (typeof comparedFormats)[number];
  readonly out?: string;
  readonly color: boolean;
  readonly width?: number;
}

/** A line of the terminal page in a Markdown file: as wide as a code block is comfortable to read. */
const MARKDOWN_COLUMNS = 100;

/** The page as the terminal shows it, the data as JSON, or the page as a code block for a comment on a pull request. */
export function comparedText(
  io: ConsoleIo,
  options: ComparedOptions,
  content: { readonly json: unknown; readonly draw: (page: Page) => void },
): string {
  const format = options.format ?? formatOf(options.out);
  if (format === 'json') return jsonText(content.json);
  const isTerminal = format === 'terminal';
  const page = newPage({
    width: isTerminal ? terminalWidth(io, options.width) : MARKDOWN_COLUMNS,
    colour: isTerminal && options.out === undefined && usesColour(io, 'out', options.color),
    details: false,
  });
  content.draw(page);
  const text = page.lines.join('\n').replace(/^\n+/, '');
  // Text of files may hold backticks; a longer fence keeps them inside.
  const fence = '`'.repeat(Math.max(3, ...(text.match(/`+/g) ?? []).map((run) => run.length + 1)));
  return isTerminal ? `${text}\n` : `${fence}text\n${text}\n${fence}\n`;
}

function formatOf(out: string | undefined): (typeof comparedFormats)[number] {
  if (out === undefined) return 'terminal';
  return out.endsWith('.json') ? 'json' : out.endsWith('.md') ? 'markdown' : 'terminal';
}
