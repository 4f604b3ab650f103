import { numberText } from '../../lib/number-text.ts';
import type { DataReport } from '../../report/data-report.ts';
import { countText } from '../count-text.ts';
import { cells, scoreTable } from '../score/cells.ts';
import type { ScoreSection } from '../score/score-view.ts';

const STATES = {
  usual: 'usual',
  low: 'below',
  high: 'above',
  'far-too-high': 'far above',
} as const;

/** How often rows are seen, and where settings lie in what is usually recommended. */
export function settingSection({ health, settings, training }: DataReport): ScoreSection | undefined {
  const { seenEpochs, settings: judged } = health;
  const { epochs, batchRows, recordedSteps, rank } = settings;
  const tables = judged.map(({ value, state, range }) => [
    cells.text(range.setting),
    cells.text(numberText(value)),
    cells.text(`${numberText(range.low)} to ${numberText(range.high)}`),
    cells.text(STATES[state]),
    cells.text(range.source),
  ]);
  const notes = [
    seenEpochs !== null &&
      epochs !== undefined &&
      `Each row is seen ${Number(seenEpochs.passes.toFixed(1))} times: ${Number(epochs.toFixed(2))} epochs of ${countText(training.rows)} rows, ${countText(health.duplicates.distinct)} of them different.${seenEpochs.overfitTest ? ' So few rows are an overfit test, where that is the purpose.' : ''} Usual: ${seenEpochs.source}.`,
    seenEpochs !== null &&
      seenEpochs.optimizerSteps !== null &&
      batchRows !== undefined &&
      `On one device that is ${countText(seenEpochs.optimizerSteps)} optimizer steps of ${countText(batchRows)} rows${recordedSteps === undefined ? '' : `; the run recorded ${countText(recordedSteps)}`}.`,
    rank !== undefined &&
      `The rank is ${rank}; no range is given, because small data are learned alike at any rank (Schulman et al. 2025).`,
  ];
  const said = notes.filter((note) => note !== false);
  if (tables.length === 0 && said.length === 0) return undefined;
  return {
    id: 'settings',
    title: 'Settings',
    lead: 'Ranges are for models of a billion parameters and more. A run whose loss fell is no worse for a setting outside of them.',
    tables:
      tables.length === 0
        ? []
        : [scoreTable('Usual ranges', ['setting', '#value', '#usual', 'where', '?source'], tables)],
    notes: said,
  };
}
