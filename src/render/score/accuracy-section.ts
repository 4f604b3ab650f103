import type { ScoresReport } from '../../report/scores-report.ts';
import { countText } from '../count-text.ts';
import { percentText } from '../percent-text.ts';
import { cells, scoreTable } from './cells.ts';
import { points, pWords } from './figure-words.ts';
import type { ScoreCell, ScoreSection, ScoreTable } from './score-view.ts';

type Classified = Extract<ScoresReport['card'], { kind: 'classify' }>['overall'];

/** Accuracy by split and by how it is counted, what failures would be worth, and what a second run could show. */
export function accuracySection(report: ScoresReport): ScoreSection {
  const { card } = report;
  if (report.rows.judged === 0) return unjudgedSection(report);
  const spans = card.kind === 'classify' ? fallbackTables(card.overall) : [];
  return {
    id: 'accuracy',
    title: 'Accuracy',
    lead: 'An answer that gives nothing is wrong. Intervals are 95 % (Wilson for shares of rows).',
    tables: [splitTable(report), ...spans, ...measureTables(report)],
    notes: [...skewNotes(card), ...detectableNotes(report)],
  };
}

function unjudgedSection({ rows }: ScoresReport): ScoreSection {
  return {
    id: 'accuracy',
    title: 'Accuracy',
    tables: [],
    notes: [
      `None of the ${countText(rows.scored)} answers has gold or a target that fits the task, so none can be called right or wrong. What follows is form alone.`,
      'To have accuracy: add `gold` to every row, or name evaluation data with the same ids (--data eval.jsonl).',
    ],
  };
}

/** One line for each way of counting, so that they stand below one another. */
function splitTable({ card }: ScoresReport): ScoreTable {
  const splits = card.splits.length === 1 ? card.splits : [...card.splits, card.overall];
  const honest = card.kind === 'extract' ? 'honest: all fields right' : 'honest';
  const rows = splits.flatMap((split) => {
    const counted = [
      [honest, split.ours],
      ['where readable', split.oursParseable],
      ['strict parser', split.strict],
      ['recorded', split.recorded],
      ['equals target', split.exactTarget],
    ] as const;
    return counted
      .filter(([how, { of }]) => of > 0 || how === honest)
      .map(([how, share], at) => [nameCell(split.split ?? 'all rows', at > 0), cells.text(how), cells.share(share)]);
  });
  return {
    ...scoreTable('By split', ['split', 'counted', '#right'], rows),
    lead: [
      'Honest: of all rows with gold. Where readable: of those whose answer could be read.',
      'Strict parser: the bare answer, spelled exactly, and nothing else.',
      ...(card.overall.recorded.of > 0 ? ['Recorded: what your evaluator counted.'] : []),
      ...(card.overall.exactTarget.of > 0 ? ['Equals target: the same text, letter by letter.'] : []),
    ].join(' '),
  };
}

function nameCell(text: string, repeats: boolean): ScoreCell {
  return { kind: 'text', text, ...(repeats ? { repeats } : {}) };
}

function fallbackTables({ fallbacks, ours, oursParseable, recorded: counted }: Classified): readonly ScoreTable[] {
  const { failures, allWrong, allRight, classes } = fallbacks;
  if (failures.count === 0) return [];
  const recordedAny = classes.reduce((sum, { recorded }) => sum + recorded.count, 0);
  // Without a recorded evaluation nobody turned a failure into anything.
  const recordedCell = (cell: ScoreCell): readonly ScoreCell[] => (counted.of === 0 ? [] : [cell]);
  const gainedCell = ({ count, ids }: Classified['fallbacks']['failures']): ScoreCell => cells.count(count, ids);
  return [
    {
      ...scoreTable(
        `What ${countText(failures.count)} answers without a class are worth`,
        ['if they count as', '#accuracy', '#made right', ...(counted.of === 0 ? [] : ['#recorded so'])],
        [
          [
            cells.text('wrong (honest)'),
            cells.share({ ...allWrong, ...missesOf(ours) }),
            cells.count(0),
            ...recordedCell(cells.count(failures.count - recordedAny)),
          ],
          [
            cells.text('right'),
            cells.share({ ...allRight, ...missesOf(oursParseable) }),
            gainedCell(failures),
            ...recordedCell(cells.text('')),
          ],
          ...classes.map(({ class: name, accuracy, gained, recorded }) => [
            cells.text(name),
            cells.share(accuracy),
            gainedCell(gained),
            ...recordedCell(cells.count(recorded.count, recorded.ids)),
          ]),
        ],
      ),
      lead: 'Any accuracy in this span can be had by choosing what a failure is. An evaluator that records a class for answers without one makes that choice.',
    },
  ];
}

/** Rows that a figure does not count, where it lists them. */
function missesOf({ otherIds }: Classified['ours']): Pick<Classified['ours'], 'otherIds'> {
  return otherIds === undefined ? {} : { otherIds };
}

function measureTables({ measures, task }: ScoresReport): readonly ScoreTable[] {
  if (measures.length === 0) return [];
  const what = task.kind === 'classify' ? 'rows' : 'documents';
  return [
    {
      ...scoreTable(
        'Summary measures',
        ['measure', '#value', `#${what}`],
        measures.map(({ name, value, low, high, rows, ids }) => [
          cells.text(name),
          { kind: 'number', value, low, high, ids: [...ids] },
          cells.count(rows),
        ]),
      ),
      lead: `Intervals draw whole ${what} again (${methodWords(measures)}).`,
    },
  ];
}

const METHODS = {
  bca: 'BCa bootstrap, fixed seed',
  percentile: 'percentile bootstrap, since they are fewer than ten',
  jackknife: 'jackknife over 100 groups, since they are more than 10,000',
  'order-statistics': 'of the median by order statistics',
} as const;

function methodWords(measures: ScoresReport['measures']): string {
  const used = new Set(measures.flatMap(({ method }) => method ?? []));
  const words = [...used].map((method) => METHODS[method]);
  return words.length === 0 ? 'none here: too few rows, or all are alike' : words.join('; ');
}

function skewNotes(card: ScoresReport['card']): readonly string[] {
  if (card.kind !== 'classify') return [];
  const { majority, skew } = card.overall;
  const notes: string[] = [];
  if (majority !== null) {
    const { count, of, share } = majority.accuracy;
    notes.push(
      `Always answering ${majority.class} would be right for ${countText(count)} of ${countText(of)} rows${share === null ? '' : ` (${percentText(share)})`}.`,
    );
  }
  if (skew !== null) {
    const { favoured, pairs, p, exact } = skew;
    const test = exact === null ? `Stuart–Maxwell ${pWords(p)}` : `exact McNemar ${pWords(exact)}`;
    notes.push(
      `Of ${countText(pairs)} answers with a class, ${favoured.class} is answered ${countText(favoured.predicted)} times and gold ${countText(favoured.gold)} times: ${(exact ?? p) < 0.05 ? 'predictions favour it' : 'no more than chance explains'} (${test}).`,
    );
  }
  return notes;
}

function detectableNotes({ detectable, rows }: ScoresReport): readonly string[] {
  if (rows.judged === 0) return [];
  const found = detectable.filter(({ difference }) => difference !== null);
  const [first] = found;
  if (first === undefined) {
    const most = detectable.at(-1)?.discordant ?? 0;
    return [
      `Minimum detectable effect: with ${countText(rows.judged)} rows a second run must change more than ${percentText(most)} of the answers before any difference can be shown.`,
    ];
  }
  const words = found.map(
    ({ discordant, difference }) =>
      `${points(difference ?? 0)} points if ${percentText(discordant)} of the answers change sides`,
  );
  return [
    `Minimum detectable effect of a second run on these ${countText(rows.judged)} rows (80 % power, 5 % level): ${words.join('; ')}. A smaller difference will probably be missed.`,
  ];
}
