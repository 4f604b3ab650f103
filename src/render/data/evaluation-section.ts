import type { DataReport } from '../../report/data-report.ts';
import { countText } from '../count-text.ts';
import { percentText } from '../percent-text.ts';
import { cells, scoreTable } from '../score/cells.ts';
import { points, pWords } from '../score/figure-words.ts';
import type { ScoreSection, ScoreTable } from '../score/score-view.ts';

type Health = DataReport['health'];

/** Whether the evaluation measures anything new, and what its size can show. */
export function evaluationSection({ health, evaluation }: DataReport): ScoreSection | undefined {
  const { overlap, neighbours, detectable } = health;
  if (evaluation === null || overlap === null) return undefined;
  return {
    id: 'evaluation',
    title: 'Evaluation',
    lead: 'Clean: rows that are neither equal nor nearly equal to a training row.',
    tables: [overlapTable(overlap), ...pairTables(overlap), ...neighbourTables(neighbours)],
    notes: [...scoreNotes(overlap), ...neighbourNotes(neighbours), ...powerNotes(detectable)],
  };
}

function overlapTable({ exact, near, contaminated, clean, overlap }: NonNullable<Health['overlap']>): ScoreTable {
  const part = ({ count, pairs }: typeof exact) =>
    cells.fault({
      ...{ count, of: overlap.of, share: overlap.of === 0 ? null : count / overlap.of, low: null, high: null },
      ids: pairs.map(({ id }) => id),
    });
  return scoreTable(
    'Evaluation rows that were trained on',
    ['rows', '#figure'],
    [
      [cells.text('equal to a training row'), part(exact)],
      [cells.text('nearly equal to one'), part(near)],
      ...(contaminated.of === 0 ? [] : [[cells.text('right, on those'), cells.share(contaminated)]]),
      ...(clean.of === 0 ? [] : [[cells.text('right, on clean rows'), cells.share(clean)]]),
    ],
  );
}

function pairTables({ exact, near }: NonNullable<Health['overlap']>): ScoreTable[] {
  const pairs = [...exact.pairs, ...near.pairs];
  if (pairs.length === 0) return [];
  const rows = pairs.map(({ id, train, similarity }) => [
    { kind: 'text' as const, text: id, ids: [id] },
    { kind: 'text' as const, text: train, ids: [train] },
    cells.number(similarity),
  ]);
  return [scoreTable('Which rows repeat which', ['evaluation row', 'training row', '#likeness'], rows)];
}

/** The usual level; that of the smallest difference that can be seen, too. */
const CHANCE = 0.05;

function chanceWords(p: number): string {
  return p < CHANCE ? 'by more than chance explains' : 'by no more than chance explains';
}

function scoreNotes({ p }: NonNullable<Health['overlap']>): string[] {
  if (p === null) return [];
  return [
    `Rows that were trained on and clean ones differ ${chanceWords(p)}: ${pWords(p)} (Fisher’s exact test).${p < CHANCE ? ' The clean score is the one to believe.' : ''}`,
  ];
}

function neighbourTables(neighbours: Health['neighbours']): ScoreTable[] {
  if (neighbours === null) return [];
  const { accuracy, beside } = neighbours;
  const title = 'Copying the class of the most alike training rows';
  if (beside === null)
    return [scoreTable(title, ['answered by', '#right'], [[cells.text('neighbours'), cells.share(accuracy)]])];
  return [
    scoreTable(
      title,
      ['answered by', '#right', '#right alone'],
      [
        [cells.text('the model'), cells.share(beside.model), cells.count(beside.onlyModel.length, beside.onlyModel)],
        [
          cells.text('neighbours'),
          cells.share(beside.neighbours),
          cells.count(beside.onlyNeighbours.length, beside.onlyNeighbours),
        ],
      ],
    ),
  ];
}

function neighbourNotes(neighbours: Health['neighbours']): string[] {
  const beside = neighbours?.beside;
  if (beside === null || beside === undefined) return [];
  return [`Model and neighbours differ ${chanceWords(beside.p)}: ${pWords(beside.p)} (exact McNemar).`];
}

function powerNotes(detectable: Health['detectable']): string[] {
  if (detectable === null) return [];
  const found = detectable.found.filter(({ difference }) => difference !== null);
  const rows = `${countText(detectable.rows)} evaluation rows`;
  if (found.length === 0) return [`With ${rows} no difference between two models could be shown.`];
  const words = found.map(
    ({ discordant, difference }) => `${points(difference ?? 0)} points if ${percentText(discordant)} change sides`,
  );
  return [`Smallest difference between two models that ${rows} show (80 % power, 5 % level): ${words.join('; ')}.`];
}
