import type { ScoresReport } from '../../report/scores-report.ts';
import { countText } from '../count-text.ts';
import { percentText } from '../percent-text.ts';
import { cells, scoreTable } from './cells.ts';
import { points, pWords } from './figure-words.ts';
import type { ScoreSection, ScoreTable } from './score-view.ts';

type Classified = Extract<ScoresReport['card'], { kind: 'classify' }>['overall'];

/** Accuracy by split and by how it is counted, what failures would be worth, and what a second run could show. */
export function accuracySection(report: ScoresReport): ScoreSection {
  const { card } = report;
  const spans = card.kind === 'classify' ? fallbackTables(card.overall) : [];
  return {
    id: 'accuracy',
    title: 'Accuracy',
    lead: 'Honest: over all rows with gold, and an answer that gives nothing is wrong. Intervals are 95 % (Wilson for shares of rows).',
    tables: [splitTable(report), ...spans, ...measureTables(report)],
    notes: [...skewNotes(card), ...detectableNotes(report)],
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
      .map(([how, share]) => [cells.text(split.split ?? 'all rows'), cells.text(how), cells.share(share)]);
  });
  return scoreTable('By split', ['split', 'counted', '#right'], rows);
}

function fallbackTables({ fallbacks }: Classified): readonly ScoreTable[] {
  const { failures, allWrong, allRight, classes } = fallbacks;
  if (failures.count === 0) return [];
  const recordedAny = classes.reduce((sum, { recorded }) => sum + recorded.count, 0);
  return [
    {
      ...scoreTable(
        `What ${countText(failures.count)} answers without a class are worth`,
        ['if they count as', '#accuracy', '#recorded so'],
        [
          [cells.text('wrong (honest)'), cells.share(allWrong), cells.count(failures.count - recordedAny)],
          [cells.text('right'), cells.share(allRight), cells.text('')],
          ...classes.map(({ class: name, accuracy, recorded }) => [
            cells.text(name),
            cells.share(accuracy),
            cells.count(recorded.count, recorded.ids),
          ]),
        ],
      ),
      lead: 'Any accuracy in this span can be had by choosing what a failure is. An evaluator that records a class for answers without one makes that choice.',
    },
  ];
}

function measureTables({ measures, task }: ScoresReport): readonly ScoreTable[] {
  if (measures.length === 0) return [];
  const what = task.kind === 'classify' ? 'rows' : 'documents';
  return [
    {
      ...scoreTable(
        'Summary measures',
        ['measure', '#value', `#${what}`],
        measures.map(({ name, value, low, high, rows }) => [
          cells.text(name),
          { kind: 'number', value, low, high },
          cells.count(rows),
        ]),
      ),
      lead: `Intervals draw whole ${what} again (${measures.some(({ method }) => method === 'jackknife') ? 'jackknife, since they are many' : 'BCa bootstrap, fixed seed'}).`,
    },
  ];
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
    `Minimum detectable effect of a second run on these ${countText(rows.judged)} rows (80 % power, 5 % level): ${words.join('; ')}.`,
  ];
}
