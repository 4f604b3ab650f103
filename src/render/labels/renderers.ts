import type { LabelsReport } from '../../report/labels-report.ts';
import { jsonText } from '../json-text.ts';
import type { TerminalOptions } from '../terminal/page.ts';
import { renderLabelsHtml } from './html.ts';
import { renderLabelsMarkdown } from './markdown.ts';
import { renderLabelsTerminal } from './terminal.ts';

/** Every format of `lockstep labels`. Only the terminal looks at the options. */
export const labelsRenderers = {
  terminal: renderLabelsTerminal,
  json: (report: LabelsReport): string => jsonText(report),
  markdown: renderLabelsMarkdown,
  html: (report: LabelsReport): string => renderLabelsHtml(report),
} satisfies Record<string, (report: LabelsReport, options: TerminalOptions) => string>;
