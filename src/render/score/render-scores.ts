import type { ScoresReport } from '../../report/scores-report.ts';
import { jsonText } from '../json-text.ts';
import type { TerminalOptions } from '../terminal/page.ts';
import { scoresView } from './scores-view.ts';
import { type ScoreFormat, viewRenderers } from './view-renderers.ts';

/** `lockstep score` in one of its formats. The JSON has the ids of the rows behind every figure, and not their texts. */
export function renderScores(report: ScoresReport, format: ScoreFormat, options: TerminalOptions): string {
  if (format !== 'json') return viewRenderers[format](scoresView(report), options);
  const { samples: _, ...rest } = report;
  return jsonText(rest);
}
