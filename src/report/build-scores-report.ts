import type { Prediction, Predictions } from '../evidence/predictions.ts';
import type { Scores } from '../evidence/scores.ts';
import { assumedDifferences } from '../scoring/compare/assumed-differences.ts';
import { derivedMetadata } from '../scoring/compare/derived-metadata.ts';
import { findSlices } from '../scoring/compare/find-slices.ts';
import type { FailureTally } from '../scoring/failures/tally-failures.ts';
import { scoreMeasures } from '../scoring/score-measures.ts';
import type { ScoredRow } from '../scoring/scored-row.ts';
import type { Task } from '../scoring/task.ts';
import { predictionNotes } from './prediction-notes.ts';
import { type AnswerSample, sampleText } from './sample-text.ts';
import type { ScoresReport } from './scores-report.ts';

export interface ScoredPredictions {
  readonly version: string;
  readonly predictions: Predictions;
  readonly scores: Scores;
  readonly task: Task;
  readonly taskFrom: string;
  /** Columns that the user slices by. */
  readonly columns: readonly string[];
  /** Prompt texts by prediction id. */
  readonly prompts: ReadonlyMap<string, string>;
}

/** Rows that a page carries along: wrong and failed ones first. */
const MOST_SAMPLES = 2_000;

/** Everything `lockstep score` says about one file of predictions. */
export function buildScoresReport(given: ScoredPredictions): ScoresReport {
  const { predictions, scores, task } = given;
  const judged = scores.rows.filter(({ correctOurs }) => correctOurs !== null).length;
  return {
    schema: 'lockstep-scores/1',
    tool: { name: 'lockstep', version: given.version },
    path: predictions.path,
    task,
    taskFrom: given.taskFrom,
    rows: { total: predictions.total, scored: scores.rows.length, judged },
    card: scores.card,
    measures: scoreMeasures(scores.rows, task),
    failures: scores.failures,
    slices: judged === 0 ? null : slicesOf(given),
    detectable: assumedDifferences(judged),
    notes: predictionNotes(predictions, { judged, columns: given.columns, prompts: given.prompts.size }),
    samples: samplesOf(predictions.rows, scores),
  };
}

function slicesOf({ predictions, scores, task, columns, prompts }: ScoredPredictions): ScoresReport['slices'] {
  const known = new Set<string>();
  const repeated = new Set<string>();
  for (const { id } of scores.rows) (known.has(id) ? repeated : known).add(id);
  const rows = predictions.rows.flatMap((row, at) => {
    const scored = scores.rows[at];
    if (scored === undefined || scored.correctOurs === null) return [];
    // One id in two splits is two rows.
    const id = repeated.has(row.id) ? `${scored.split}/${row.id}` : row.id;
    const derived = derivedMetadata({ row, scored, prompt: prompts.get(row.id) }, task);
    return [{ id, correct: scored.correctOurs, metadata: { ...derived, ...row.metadata } }];
  });
  const report = findSlices(rows, new Map(rows.map(({ id, metadata }) => [id, metadata])));
  return { ...report, asked: columns };
}

function samplesOf(predictions: readonly Prediction[], { rows, failures }: Scores): readonly AnswerSample[] {
  const codes = codesById(failures);
  const samples = predictions.flatMap((prediction, at) => {
    const scored = rows[at];
    return scored === undefined ? [] : [{ prediction, scored }];
  });
  const isBad = ({ scored }: { scored: ScoredRow }): boolean =>
    scored.correctOurs === false || scored.rung !== 'strict';
  const first = samples.filter(isBad);
  return [...first, ...samples.filter((one) => !isBad(one))].slice(0, MOST_SAMPLES).map(({ prediction, scored }) => ({
    id: prediction.id,
    split: scored.split,
    facts: [
      prediction.answered === false
        ? { name: 'output', text: 'no answer', exact: false }
        : { name: 'output', text: sampleText(prediction.output), exact: true },
      { name: 'gold', text: sampleText(prediction.gold ?? prediction.target), exact: true },
      { name: 'judged', text: judgement(scored), exact: false },
      ...(prediction.prediction === undefined
        ? []
        : [{ name: 'recorded', text: sampleText(prediction.prediction), exact: true }]),
      { name: 'failures', text: codes.get(prediction.id)?.join(', ') ?? 'none', exact: false },
    ],
  }));
}

function judgement({ correctOurs, rung, extraction, fields }: ScoredRow): string {
  const verdict = correctOurs === null ? 'no gold to compare with' : correctOurs ? 'right' : 'wrong';
  const wrong = fields.filter(({ outcome }) => outcome !== 'TP' && outcome !== 'TN').map(({ field }) => field);
  const read =
    extraction === null
      ? wrong.length > 0 && `not right: ${wrong.slice(0, 10).join(', ')}`
      : extraction.state === 'class'
        ? `read as ${extraction.class}`
        : `no class: ${extraction.because}`;
  return [verdict, read, `form: ${rung}`].filter(Boolean).join('; ');
}

function codesById({ rows }: FailureTally): ReadonlyMap<string, readonly string[]> {
  const codes = new Map<string, string[]>();
  for (const { code, ids } of rows) for (const id of ids) codes.set(id, [...(codes.get(id) ?? []), code]);
  return codes;
}
