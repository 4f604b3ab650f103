import type { DataReport } from '../../report/data-report.ts';
import { jsonText } from '../json-text.ts';
import { type ScoreFormat, viewRenderers } from '../score/view-renderers.ts';
import type { TerminalOptions } from '../terminal/page.ts';
import { dataView } from './data-view.ts';

/** `lockstep lint` in one of its formats. The JSON has the names of the rows behind every figure, and not their texts. */
export function renderData(report: DataReport, format: ScoreFormat, options: TerminalOptions): string {
  if (format !== 'json') return viewRenderers[format](dataView(report), options);
  const { samples: _, ...rest } = report;
  return jsonText(rest);
}
