import type { DataReport } from '../../report/data-report.ts';
import { countText } from '../count-text.ts';
import { percentText } from '../percent-text.ts';
import { cells, scoreTable } from '../score/cells.ts';
import type { ScoreCell, ScoreSection, ScoreTable } from '../score/score-view.ts';
import { firstRows } from './first-rows.ts';

type Health = DataReport['health'];

/** The questions of the training rows: what repeats, what contradicts, what is the same in all of them. */
export function questionSection({ health, training }: DataReport): ScoreSection {
  return {
    id: 'questions',
    title: 'Questions',
    lead: 'Equal is equal but for case, width and space; near is four fifths of the five-word sequences in common, apart from what most rows share.',
    tables: [repetitionTable(health, training.rows), ...conflictTables(health)],
    notes: constantNotes(health),
  };
}

function repetitionTable({ duplicates, conflicts }: Health, n: number): ScoreTable {
  const { exact, near, distinct } = duplicates;
  return scoreTable(
    'Repetition',
    ['questions', '#rows', 'first'],
    [
      partRow('equal to an earlier one', exact, n),
      partRow('nearly equal to an earlier one', near, n),
      partRow('left when each counts once', { count: distinct, ids: [] }, n),
      ...(conflicts === null
        ? []
        : [
            partRow('asked with different answers', conflicts.conflicting, conflicts.ceiling.of),
            // It is counted, not estimated: an interval would say that other rows have another one.
            [
              cells.text('most that a model can get right'),
              cells.share({ ...conflicts.ceiling, low: null, high: null }),
              cells.text(''),
            ],
          ]),
    ],
  );
}

function conflictTables({ conflicts, duplicates }: Health): ScoreTable[] {
  const groups = conflicts?.groups ?? [];
  return [
    ...(groups.length === 0
      ? []
      : [
          scoreTable(
            'Questions with different answers',
            ['first rows', '#rows', '#answers'],
            groups.map(({ rows, answers }) => [
              cells.text(firstRows(rows.ids, rows.count)),
              cells.count(rows.count, rows.ids),
              cells.count(answers),
            ]),
          ),
        ]),
    ...(duplicates.clusters.length === 0
      ? []
      : [
          scoreTable(
            'Largest clusters of repeated questions',
            ['first rows', '#rows'],
            duplicates.clusters.map(({ count, ids }) => [cells.text(firstRows(ids, count)), cells.count(count, ids)]),
          ),
        ]),
  ];
}

function constantNotes({ constantPrompt, tokens }: Health): string[] {
  const inCharacters =
    constantPrompt.share === null
      ? []
      : [
          `All questions begin with the same ${countText(constantPrompt.head)} and end with the same ${countText(constantPrompt.tail)} characters: ${percentText(constantPrompt.share)} of ${countText(Math.round(constantPrompt.meanLength))} on average.`,
        ];
  return tokens === null ? inCharacters : [];
}

function partRow(
  name: string,
  { count, ids }: { readonly count: number; readonly ids: readonly string[] },
  of: number,
): readonly ScoreCell[] {
  const share = { count, of, share: of === 0 ? null : count / of, low: null, high: null, ids };
  return [cells.text(name), cells.fault(share), cells.text(firstRows(ids, count))];
}
