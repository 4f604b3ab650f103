import type { TerminalOptions } from '../terminal/page.ts';
import { renderScoreHtml } from './html.ts';
import { renderScoreMarkdown } from './markdown.ts';
import type { ScoreView } from './score-view.ts';
import { renderScoreTerminal } from './terminal.ts';

export type ScoreFormat = 'terminal' | 'json' | 'html' | 'markdown';

/** The formats that draw a view. */
export const viewRenderers: Readonly<
  Record<Exclude<ScoreFormat, 'json'>, (view: ScoreView, options: TerminalOptions) => string>
> = {
  terminal: renderScoreTerminal,
  html: renderScoreHtml,
  markdown: renderScoreMarkdown,
};
