import { comparablePrompts } from '../evidence/derive/comparable-prompts.ts';
import { scorableRow } from '../evidence/derive/scorable-row.ts';
import type { Gathered } from '../evidence/gathered.ts';
import type { Prediction, Predictions } from '../evidence/predictions.ts';
import type { Requests } from '../evidence/requests.ts';
import { type CompareOptions, comparePredictions } from '../scoring/compare/compare-predictions.ts';
import type { Comparison } from '../scoring/compare/comparison.ts';
import type { Task } from '../scoring/task.ts';
import type { ComparisonReport } from './comparison-report.ts';
import { predictionNotes } from './prediction-notes.ts';
import { type AnswerSample, sampleText } from './sample-text.ts';

export interface ComparedSide {
  readonly name: string;
  readonly predictions: Predictions;
  readonly requests: Gathered<Requests>;
}

export interface ComparisonSetting {
  readonly version: string;
  readonly task: Task;
  readonly taskFrom: string;
  readonly accept: NonNullable<CompareOptions['accept']>;
  /** Column of the predictions that names what a row was drawn from. */
  readonly group?: string;
  readonly notes: readonly string[];
}

/** Everything `lockstep compare` says about two files of predictions. */
export function buildComparisonReport(
  first: ComparedSide,
  second: ComparedSide,
  setting: ComparisonSetting,
): ComparisonReport {
  const { version, task, taskFrom, accept, group } = setting;
  const [left, right] = comparablePrompts(first.requests, second.requests);
  const groups = group === undefined ? undefined : groupsOf(first.predictions.rows, group);
  const comparison = comparePredictions(
    { predictions: first.predictions.rows.map(scorableRow), prompts: left },
    { predictions: second.predictions.rows.map(scorableRow), prompts: right },
    { task, accept, ...(groups === undefined ? {} : { groups }) },
  );
  const known = { judged: 1, columns: group === undefined ? [] : [group], prompts: null };
  const sides = [first, second].flatMap(({ name, predictions }) =>
    predictionNotes(predictions, known)
      .filter((note) => !note.includes('no usable gold'))
      .map((note) => `${name}: ${note}`),
  );
  return {
    schema: 'lockstep-comparison/1',
    tool: { name: 'lockstep', version },
    ...{ first: first.name, second: second.name, task, taskFrom, groupedBy: group ?? null, comparison },
    notes: [...setting.notes, ...sides],
    samples: comparison.kind === 'refused' ? [] : changedSamples(comparison, first, second),
  };
}

function groupsOf(rows: readonly Prediction[], column: string): ReadonlyMap<string, string> {
  return new Map(
    rows.flatMap(({ id, metadata }) => {
      const value = metadata?.[column] ?? null;
      return value === null ? [] : [[id, String(value)] as const];
    }),
  );
}

/** Changed rows that a page carries along. */
const MOST_SAMPLES = 1_000;

function changedSamples(
  { fixed, broken }: Extract<Comparison, { kind: 'compared' }>,
  first: ComparedSide,
  second: ComparedSide,
): readonly AnswerSample[] {
  const [left, right] = [byId(first), byId(second)];
  return [...broken.ids, ...fixed.ids].slice(0, MOST_SAMPLES).flatMap((id) => {
    const [one, other] = [left.get(id), right.get(id)];
    if (one === undefined || other === undefined) return [];
    return [
      {
        id,
        split: one.split ?? 'all',
        facts: [
          { name: 'gold', text: sampleText(one.gold ?? other.gold ?? one.target ?? other.target), exact: true },
          { name: 'first', text: sampleText(one.output), exact: true },
          { name: 'second', text: sampleText(other.output), exact: true },
        ],
      },
    ];
  });
}

function byId({ predictions }: ComparedSide): ReadonlyMap<string, Prediction> {
  return new Map(predictions.rows.map((row) => [row.id, row]));
}
