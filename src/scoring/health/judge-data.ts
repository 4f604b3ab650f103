import { countOf, percent } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import type { DataHealth } from './data-health.ts';
import type { HealthFinding } from './health-finding.ts';
import { joinedRows } from './row-list.ts';

/** Below this ceiling the rows that contradict each other decide what a model can score. */
const CEILING = 0.99;
/** A uniform place of the right option is rejected this surely, and one place is half as frequent again as chance. */
const SURE = 0.001;
const HALF_AGAIN = 1.5;
/** A few equal rows are chance in small templated data sets. */
const ENOUGH_OVERLAP = 3;
const NAMED = 8;

/** What in the rows themselves is worth a look; thresholds are those of spec/evaluation.md 6.1. */
export function judgeData(health: DataHealth): HealthFinding[] {
  return [
    ...judgeBalance(health),
    ...judgeConflicts(health),
    ...judgeRepetition(health),
    ...judgeOverlap(health),
    ...judgeSurfaces(health),
    ...judgeOptions(health),
    ...judgeNulls(health),
  ];
}

function judgeBalance({ balance }: DataHealth): HealthFinding[] {
  if (balance === null || balance.n === 0) return [];
  const { majority, state, n, classes } = balance;
  const largest = classes.find((one) => one.class === majority?.class);
  const rare = classes.filter(({ fewRows }) => fewRows);
  const shown = rare.slice(0, NAMED).map((one) => `${one.class} (${one.share.count})`);
  return [
    ...(majority === null || state === 'balanced'
      ? []
      : [
          {
            id: 'class-dominates' as const,
            level: state === 'dominated' ? ('error' as const) : ('warning' as const),
            what: `The answer is ${majority.class} in ${countOf(majority.share.count, n, 'rows with a class')}.`,
            why: 'Always saying it is a cheap way to a low loss, and scores as much as that without looking at the input.',
            advice: 'Balance the classes in the training rows, and judge by balanced accuracy or MCC.',
            ...(largest === undefined ? {} : { rows: largest.rows }),
          },
        ]),
    ...(rare.length === 0
      ? []
      : [
          {
            id: 'class-rare' as const,
            level: 'warning' as const,
            what: `${countOf(rare.length, classes.length, 'classes')} have fewer than 20 rows: ${shown.join(', ')}.`,
            why: 'So few rows teach little, and what a model scores on the class is chance.',
            advice: 'Collect rows of these classes before anything else.',
            rows: joinedRows(rare.map(({ rows }) => rows)),
          },
        ]),
  ];
}

function judgeConflicts({ conflicts }: DataHealth): HealthFinding[] {
  if (conflicts === null || conflicts.conflicting.count === 0) return [];
  const { conflicting, ceiling } = conflicts;
  const matters = (ceiling.share ?? 1) < CEILING;
  return [
    {
      id: 'answers-conflict',
      level: matters ? 'error' : 'warning',
      what: `${countOf(conflicting.count, ceiling.of, 'rows')} have a question that another row answers differently. No model can get more than ${countOf(ceiling.count, ceiling.of, 'rows')} right.`,
      why: 'Nothing in the input says which answer is right, so the loss cannot fall to zero and the model learns to waver.',
      advice: 'Decide each question by hand, or put into the prompt what tells the rows apart.',
      rows: conflicting,
    },
  ];
}

function judgeRepetition({ duplicates, rows }: DataHealth): HealthFinding[] {
  const { exact, near, distinct } = duplicates;
  const repeated = exact.count + near.count;
  if (!isMany(repeated, rows)) return [];
  return [
    {
      id: 'rows-repeat',
      level: isMany(exact.count, rows) ? 'warning' : 'note',
      what: `${countOf(repeated, rows, 'rows')} repeat an earlier question: ${exact.count} equal, ${near.count} nearly. ${distinct} are left when each counts once.`,
      why: 'Repeated rows are seen more often than the epochs say, and split at random they end up on both sides.',
      advice: 'Keep one row of each cluster, and split by cluster.',
      rows: joinedRows([exact, near]),
    },
  ];
}

function judgeOverlap({ overlap }: DataHealth): HealthFinding[] {
  if (overlap === null || overlap.exact.length < ENOUGH_OVERLAP || !isMany(overlap.exact.length, overlap.overlap.of))
    return [];
  const { contaminated, clean } = overlap;
  const scores =
    contaminated.of === 0 || clean.of === 0
      ? ''
      : ` Right on those: ${countOf(contaminated.count, contaminated.of, 'rows')}; on the others: ${countOf(clean.count, clean.of, 'rows')}.`;
  return [
    {
      id: 'evaluation-trained',
      level: 'error',
      what: `${countOf(overlap.exact.length, overlap.overlap.of, 'evaluation rows')} are training rows.${scores}`,
      why: 'On these rows the evaluation measures memory.',
      advice: 'Split by source document, remove the shared rows from one side, and evaluate again.',
      ids: overlap.exact.map(({ id }) => id),
    },
  ];
}

function judgeSurfaces({ surfaces }: DataHealth): HealthFinding[] {
  return (surfaces ?? []).flatMap((one) => {
    if (one.taught < 2) return [];
    const [, ...others] = one.surfaces.slice(0, one.taught);
    const spelled = one.surfaces
      .slice(0, Math.min(one.taught, NAMED))
      .map(({ surface, share }) => `${JSON.stringify(surface)} ${percent(share.share ?? 0)}`);
    return [
      {
        id: 'spelling-varies' as const,
        level: 'warning' as const,
        what: `${one.class} is written in ${one.taught} ways: ${spelled.join(', ')}.`,
        why: 'The model learns to choose between spellings, and a strict parser takes one of them.',
        advice: 'Write each class in one way in all training answers.',
        rows: joinedRows(others.map(({ rows }) => rows)),
      },
    ];
  });
}

function judgeOptions({ options, chosenOptions }: DataHealth): HealthFinding[] {
  const found: HealthFinding[] = [];
  if (options !== null && options.p !== null && options.p < SURE) {
    const n = options.positions[0]?.right.of ?? 0;
    const place = options.positions.findIndex(({ right }) => right.share === options.constantChoice);
    const top = options.positions[place];
    if (top !== undefined && options.constantChoice * options.positions.length >= HALF_AGAIN)
      found.push({
        id: 'options-uneven',
        level: 'warning',
        what: `The right option is number ${place + 1} in ${countOf(top.right.count, n, 'multiple-choice rows')}; chance would be ${percent(1 / options.positions.length)}.`,
        why: 'A model can learn the place instead of the answer.',
        advice: 'Shuffle the options of every training row.',
        rows: top.rows,
      });
  }
  const favoured = chosenOptions?.favoured;
  if (favoured !== null && favoured !== undefined && favoured.p < SURE && favoured.chosen > favoured.right)
    found.push({
      id: 'option-place-favoured',
      level: 'warning',
      what: `The model chooses option number ${favoured.place + 1} in ${countOf(favoured.chosen, favoured.of, 'evaluation rows')}; it is right in ${favoured.right}.`,
      why: 'The place of an option decides the answer, and not only its content.',
      advice:
        'Shuffle the options of every training row, and evaluate each question with its options in several orders.',
    });
  return found;
}

function judgeNulls({ nulls }: DataHealth): HealthFinding[] {
  return (nulls ?? [])
    .filter(({ mostlyEmpty }) => mostlyEmpty)
    .slice(0, NAMED)
    .map(({ field, empty, rows }) => ({
      id: 'field-empty' as const,
      level: 'note' as const,
      what: `${field} is empty in ${countOf(empty.count, empty.of, 'right answers')}.`,
      why: 'Always leaving it empty is nearly right, so the score of the field says little.',
      advice: 'Add rows in which it has a value, and judge the field on those alone.',
      rows,
    }));
}
