import type { ComparisonReport } from '../../report/comparison-report.ts';
import { cells, scoreTable } from './cells.ts';
import type { ScoreSection } from './score-view.ts';

/** In what two runs were decoded differently; no section where nothing shows that they were. */
export function decodingSections(differences: ComparisonReport['decoding']): readonly ScoreSection[] {
  if (differences.length === 0) return [];
  const rows = differences.map(({ setting, first, second }) => [setting, first, second].map(cells.text));
  return [
    {
      id: 'decoding',
      title: 'Decoded in different ways',
      tables: [scoreTable('Settings', ['setting', 'first run', 'second run'], rows)],
      notes: [
        'One model answers otherwise with other settings, so what lies between the two may be decoding and not training. To compare models, decode both with the same settings.',
      ],
    },
  ];
}
