import type { Report } from '../report/report.ts';
import { renderHtml } from './html.ts';
import { renderJson } from './json.ts';
import { renderMarkdown } from './markdown.ts';
import { renderSarif } from './sarif.ts';
import type { TerminalOptions } from './terminal/page.ts';
import { renderTerminal } from './terminal.ts';

export type Format = 'terminal' | 'json' | 'html' | 'markdown' | 'sarif';

/** Every format of the report. Only the terminal looks at the options. */
export const renderers: Readonly<Record<Format, (report: Report, options: TerminalOptions) => string>> = {
  terminal: renderTerminal,
  json: renderJson,
  html: renderHtml,
  markdown: renderMarkdown,
  sarif: (report) => renderSarif(report),
};
