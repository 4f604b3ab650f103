import { clip } from '../clip.ts';
import { escapeTerminal } from '../escape-terminal.ts';
import { longestProse } from '../longest-prose.ts';

export type Paint = (text: string) => string;

/** A piece of a line. `text` is already safe; colour is added after measuring, so that it never counts as width. */
export interface Span {
  readonly text: string;
  readonly paint?: Paint;
}

/** The only way into a line: every text is escaped and bounded here, whoever wrote it. */
export function span(text: string, paint?: Paint): Span {
  const safe = escapeTerminal(clip(text, longestProse));
  return paint === undefined ? { text: safe } : { text: safe, paint };
}
