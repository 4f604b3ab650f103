import type { ScoresReport } from '../../report/scores-report.ts';
import { cells, scoreTable } from './cells.ts';
import type { ScoreCell, ScoreSection, ScoreTable } from './score-view.ts';

type Card = Extract<ScoresReport['card'], { kind: 'classify' }>;

/** A wider matrix is a list of its largest cells. */
const WIDEST_MATRIX = 12;
const MOST_PAIRS = 30;

/** Per-class figures, and which class is taken for which; failures are columns of their own. */
export function classSection(card: Card): ScoreSection {
  return {
    id: 'classes',
    title: 'Classes',
    tables: [perClassTable(card), confusionTable(card), ...evaluatorTables(card)],
    notes: [],
  };
}

function perClassTable({ overall }: Card): ScoreTable {
  const wrong = (isMiss: (cell: Card['overall']['cells'][number]) => boolean): string[] =>
    overall.cells.filter(isMiss).flatMap(({ ids }) => ids);
  return scoreTable(
    'By class',
    ['class', '#precision', '#recall', '#F1', '#gold share', '#answered share'],
    overall.perClass.map((row) => {
      const shares = overall.shares.find((share) => share.class === row.class);
      const falsely = wrong(({ gold, predicted }) => predicted === row.class && gold !== row.class);
      const missed = wrong(({ gold, predicted }) => gold === row.class && predicted !== row.class);
      return [
        cells.text(row.class),
        ratio(row.correct, row.predicted, falsely),
        ratio(row.correct, row.support, missed),
        cells.number(row.f1, [...new Set([...missed, ...falsely])]),
        shares === undefined ? cells.text('') : cells.fault(shares.gold),
        shares === undefined ? cells.text('') : cells.fault(shares.ours),
      ];
    }),
  );
}

function ratio(count: number, of: number, otherIds: readonly string[]): ScoreCell {
  return cells.share({ count, of, share: of === 0 ? null : count / of, low: null, high: null, otherIds });
}

function confusionTable({ classes, overall }: Card): ScoreTable {
  const columns = [...classes.map((name) => ({ name, failure: false }))];
  const failures = ['parse failure', 'not a class'].map((name) => ({ name, failure: true }));
  const all = [...columns, ...failures];
  if (all.length > WIDEST_MATRIX) return pairTable(overall);
  const cell = (gold: string, { name, failure }: (typeof all)[number]): ScoreCell => {
    const found = overall.cells.find(
      (one) => one.gold === gold && (failure ? one.predicted === null && one.failure === name : one.predicted === name),
    );
    const count = found?.count ?? 0;
    const isRight = !failure && name === gold;
    return {
      kind: 'count',
      count,
      ids: [...(found?.ids ?? [])],
      ...(count === 0 ? {} : { tone: toneOf(isRight, failure) }),
    };
  };
  return {
    ...scoreTable(
      'Confusion',
      ['gold', ...all.map(({ name }) => `#${name}`)],
      classes.map((gold) => [cells.text(gold), ...all.map((column) => cell(gold, column))]),
    ),
    lead: 'Gold class down, answered class across; answers without a class are the last two columns, never a class.',
  };
}

function toneOf(isRight: boolean, isFailure: boolean): 'good' | 'unsure' | 'bad' {
  if (isRight) return 'good';
  return isFailure ? 'unsure' : 'bad';
}

function pairTable(overall: Card['overall']): ScoreTable {
  const wrong = overall.cells.filter(({ gold, predicted }) => gold !== predicted);
  const rows = wrong
    .slice(0, MOST_PAIRS)
    .map(({ gold, predicted, failure, count, ids }) => [
      cells.text(gold),
      cells.text(predicted ?? failure ?? ''),
      cells.count(count, ids),
    ]);
  return {
    ...scoreTable('Most frequent confusions', ['gold', 'answered', '#rows'], rows),
    more: wrong.length - rows.length,
  };
}

/** Where the user's evaluator reads an answer otherwise than the ladder does. */
function evaluatorTables({ overall }: Card): readonly ScoreTable[] {
  const { disagreements, idsByDisagreement, n } = overall;
  const words = [
    ['onlyOurs', 'the answer gives a class, the evaluator recorded a failure'],
    ['onlyRecorded', 'the answer gives no class, the evaluator recorded one'],
    ['otherClass', 'the evaluator recorded another class than the answer gives'],
  ] as const;
  const rows = words.flatMap(([kind, text]) =>
    disagreements[kind] === 0 ? [] : [[cells.text(text), part(disagreements[kind], n, idsByDisagreement[kind])]],
  );
  return rows.length === 0 ? [] : [scoreTable('Where the recorded evaluation disagrees', ['how', '#rows'], rows)];
}

function part(count: number, of: number, ids: readonly string[] = []): ScoreCell {
  return cells.fault({ count, of, share: count / of, low: null, high: null, ids });
}
