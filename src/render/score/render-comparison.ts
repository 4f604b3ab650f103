import type { ComparisonReport } from '../../report/comparison-report.ts';
import { jsonText } from '../json-text.ts';
import type { TerminalOptions } from '../terminal/page.ts';
import { comparisonView } from './comparison-view.ts';
import { type ScoreFormat, viewRenderers } from './view-renderers.ts';

/** `lockstep compare` in one of its formats. */
export function renderComparison(report: ComparisonReport, format: ScoreFormat, options: TerminalOptions): string {
  if (format !== 'json') return viewRenderers[format](comparisonView(report), options);
  const { samples: _, ...rest } = report;
  return jsonText(rest);
}
