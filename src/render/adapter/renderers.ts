import type { AdapterReport } from '../../report/adapter-report.ts';
import { jsonText } from '../json-text.ts';
import type { TerminalOptions } from '../terminal/page.ts';
import { renderAdapterMarkdown } from './markdown.ts';
import { renderAdapterTerminal } from './terminal.ts';

/** Every format of `lockstep adapter`. Only the terminal looks at the options. */
export const adapterRenderers = {
  terminal: renderAdapterTerminal,
  json: (report: AdapterReport): string => jsonText(report),
  markdown: renderAdapterMarkdown,
} satisfies Record<string, (report: AdapterReport, options: TerminalOptions) => string>;
