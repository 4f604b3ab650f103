import pc from 'picocolors';
import { displayWidth } from '../display-width.ts';
import { type Paint, type Span, span } from './span.ts';
import { wrap } from './wrap.ts';

export interface TerminalOptions {
  /** Columns; below 40 is treated as 40. */
  readonly width: number;
  readonly colour: boolean;
  /** Every check, place and artifact instead of those that matter most. */
  readonly details: boolean;
}

/** Line length beyond which prose is hard to read; tables and tokens may use the whole width. */
const PROSE_COLUMNS = 100;
const LEAST_COLUMNS = 40;

/** Collects finished lines of one output. Sections write to it from top to bottom. */
export interface Page {
  readonly width: number;
  readonly colour: boolean;
  readonly details: boolean;
  readonly paint: Readonly<Record<'strong' | 'faint' | 'good' | 'bad' | 'unsure' | 'accent' | 'inLoss', Paint>>;
  readonly lines: string[];
  /** A blank line and a heading. */
  heading(text: string, note?: string): void;
  /** Wrapped prose, indented by `columns`; `head` stands before the first line, inside the indent. */
  prose(spans: readonly Span[] | string, columns: number, head?: Span): void;
  /** As `prose`, over the whole width. */
  flow(spans: readonly Span[], columns: number, head?: Span): void;
  blank(): void;
}

export function newPage(options: TerminalOptions): Page {
  const colours = pc.createColors(options.colour);
  const width = Math.max(LEAST_COLUMNS, Math.floor(options.width));
  const paint = {
    strong: colours.bold,
    faint: colours.dim,
    good: colours.green,
    bad: (text: string) => colours.bold(colours.red(text)),
    unsure: colours.yellow,
    accent: colours.cyan,
    inLoss: (text: string) => colours.underline(colours.magenta(text)),
  };
  const lines: string[] = [];
  const add = (spans: readonly Span[] | string, limit: number, columns: number, head?: Span) => {
    const parts = typeof spans === 'string' ? [span(spans)] : spans;
    // A head wider than its column moves to a line of its own, else the text would start too far right.
    if (head !== undefined && displayWidth(head.text) >= columns) {
      lines.push(...wrap([head], { columns: Math.min(2, columns) }, limit));
      lines.push(...wrap(parts, { columns }, limit));
    } else lines.push(...wrap(parts, head === undefined ? { columns } : { columns, first: head }, limit));
  };
  const prose = (spans: readonly Span[] | string, columns: number, head?: Span) =>
    add(spans, Math.min(width, PROSE_COLUMNS), columns, head);
  const flow = (spans: readonly Span[], columns: number, head?: Span) => add(spans, width, columns, head);
  const blank = () => {
    if (lines.at(-1) !== '') lines.push('');
  };
  const heading = (text: string, note?: string) => {
    blank();
    prose(
      note === undefined ? [span(text, paint.strong)] : [span(text, paint.strong), span(`  ${note}`, paint.faint)],
      0,
    );
  };
  return { width, colour: options.colour, details: options.details, paint, lines, heading, prose, flow, blank };
}
