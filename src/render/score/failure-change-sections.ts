import type { ComparisonReport } from '../../report/comparison-report.ts';
import { cells, scoreTable } from './cells.ts';
import { failureMeanings } from './failure-meanings.ts';
import { pText } from './figure-words.ts';
import type { ScoreCell, ScoreSection } from './score-view.ts';

type Change = ComparisonReport['failures'][number];

/** How often each way to fail occurs in two runs, and in how many rows it is gone or new; no section where nothing fails. */
export function failureChangeSections(changes: ComparisonReport['failures']): readonly ScoreSection[] {
  if (changes.length === 0) return [];
  const rows = changes.map(({ code, first, second, gone, added, q }) => [
    cells.text(code),
    cells.count(first),
    cells.count(second),
    moved(gone, 'good'),
    moved(added, 'bad'),
    cells.text(q === null ? '–' : pText(q)),
    cells.text(failureMeanings[code]),
  ]);
  return [
    {
      id: 'failures',
      title: 'What is wrong with the answers',
      lead: `Rows of each run with the failure, whatever else is wrong with them. q: McNemar on the rows where it is gone or new, corrected over all failures (Benjamini–Hochberg); – where fewer than six changed or rows are grouped.`,
      tables: [
        scoreTable('Failures', ['failure', '#first run', '#second run', '#gone', '#new', '#q', '?meaning'], rows),
      ],
      notes: [],
    },
  ];
}

function moved({ count, ids }: Change['gone'], tone: 'good' | 'bad'): ScoreCell {
  return { ...{ kind: 'count', count, ids: [...ids] }, ...(count === 0 ? {} : { tone }) };
}
