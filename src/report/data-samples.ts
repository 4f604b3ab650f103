import type { RowSequence } from '../scoring/health/row-sequence.ts';
import type { LintedRow } from './build-data-report.ts';
import type { DataFinding } from './data-report.ts';
import type { NamedHealth, NamedRows } from './named-health.ts';
import { type AnswerSample, sampleText } from './sample-text.ts';

export interface SampleSources {
  readonly findings: readonly DataFinding[];
  readonly health: NamedHealth;
  readonly training: RowSequence<LintedRow>;
  readonly evaluation: RowSequence<LintedRow>;
}

/** Rows that a page carries along: the first behind every figure. */
const MOST_SAMPLES = 1_000;
const MOST_OF_A_FIGURE = 40;

/** The texts of rows behind figures, those of findings first. */
export function dataSamples({ findings, health, training, evaluation }: SampleSources): readonly AnswerSample[] {
  const { conflicts, duplicates, balance, surfaces, nulls, options, truncation, overlap, neighbours } = health;
  const trained = [
    ...findings.map((finding) => finding.training),
    conflicts?.conflicting,
    ...(conflicts?.groups.map(({ rows }) => rows) ?? []),
    ...[duplicates.exact, duplicates.near, ...duplicates.clusters],
    ...[truncation?.collapsed, truncation?.answerLost, truncation?.answerCut],
    ...(surfaces?.flatMap((one) => one.surfaces.map(({ rows }) => rows)) ?? []),
    ...(balance?.classes.map(({ rows }) => rows) ?? []),
    ...(nulls?.map(({ rows }) => rows) ?? []),
    ...(options?.positions.map(({ rows }) => rows) ?? []),
  ].flatMap(firstOf);
  const pairs = [...(overlap?.exact.pairs ?? []), ...(overlap?.near.pairs ?? [])].slice(0, MOST_OF_A_FIGURE);
  const asked = [
    ...findings.flatMap((finding) => firstOf(finding.evaluation)),
    ...pairs.map(({ id }) => id),
    ...(neighbours?.beside?.onlyNeighbours.slice(0, MOST_OF_A_FIGURE) ?? []),
    ...(neighbours?.beside?.onlyModel.slice(0, MOST_OF_A_FIGURE) ?? []),
  ];
  return [
    ...samplesOf(evaluation, new Set(asked), 'evaluation'),
    ...samplesOf(training, new Set([...pairs.map(({ train }) => train), ...trained]), 'training'),
  ].slice(0, MOST_SAMPLES);
}

function firstOf(rows: NamedRows | undefined): readonly string[] {
  return rows?.ids.slice(0, MOST_OF_A_FIGURE) ?? [];
}

/** In the order in which they were asked for. */
function samplesOf(rows: RowSequence<LintedRow>, ids: ReadonlySet<string>, split: string): readonly AnswerSample[] {
  const byId = new Map<string, LintedRow>();
  for (const row of rows) if (ids.has(row.id)) byId.set(row.id, row);
  return [...ids].slice(0, MOST_SAMPLES).flatMap((id) => {
    const row = byId.get(id);
    return row === undefined ? [] : [{ id, split, facts: factsOf(row) }];
  });
}

function factsOf({ question, answer, media, chosen, correct }: LintedRow): AnswerSample['facts'] {
  const verdict = correct === null || correct === undefined ? 'not judged' : correct ? 'right' : 'wrong';
  return [
    { name: 'question', text: sampleText(question), exact: true },
    answer === undefined
      ? { name: 'answer', text: 'none', exact: false }
      : { name: 'answer', text: sampleText(answer), exact: true },
    ...(media === undefined ? [] : [{ name: 'images', text: sampleText(media), exact: false }]),
    ...(chosen === undefined
      ? []
      : [
          { name: 'model', text: sampleText(chosen), exact: true },
          { name: 'judged', text: verdict, exact: false },
        ]),
  ];
}
