import type { JsonValue } from '../../formats/json-value.ts';
import { climbLadder } from '../parse-ladder.ts';
import type { Task } from '../task.ts';
import { type AnswerConflicts, answerConflicts } from './answer-conflicts.ts';
import { type ClassBalance, classBalance } from './class-balance.ts';
import { type ClassSurfaces, classSurfaces } from './class-surfaces.ts';
import { type ConstantPrompt, constantPrompt } from './constant-prompt.ts';
import { type DuplicateRows, duplicateRows } from './duplicate-rows.ts';
import { type FieldNulls, fieldNulls } from './field-nulls.ts';
import { judgeSetting, type RangeState } from './judge-setting.ts';
import { type NeighbourBaseline, nearestNeighbourBaseline } from './nearest-neighbour.ts';
import { type ChoiceRow, type OptionPositions, optionPositions } from './option-positions.ts';
import { type EvaluatedRow, type OverlapScores, overlapScores } from './overlap-scores.ts';
import { type SeenEpochs, seenEpochs } from './seen-epochs.ts';
import {
  type TruncatedRow,
  type TruncationCollapse,
  type TruncationRule,
  truncationCollapse,
} from './truncation-collapse.ts';
import type { TuningMethod, UsualRange } from './usual-ranges.ts';

/** One training row. Images must be part of the question (their hash, say), or rows that differ in them count as equal. */
export interface HealthRow {
  readonly question: string;
  readonly answer: string;
  /** For classification: the class, and how the answer writes it. */
  readonly class?: string | undefined;
  readonly surface?: string | undefined;
}

export interface HealthData {
  readonly task: Task;
  readonly training: readonly HealthRow[];
  readonly evaluation?: readonly (EvaluatedRow & { readonly class?: string | undefined })[] | undefined;
  readonly tokenized?: { readonly rows: readonly TruncatedRow[]; readonly rule: TruncationRule } | undefined;
  readonly choices?: { readonly rows: readonly ChoiceRow[]; readonly options: number } | undefined;
  readonly settings?: HealthSettings | undefined;
}

export interface HealthSettings {
  readonly method: TuningMethod;
  readonly learningRate?: number | undefined;
  readonly rank?: number | undefined;
  readonly alpha?: number | undefined;
  readonly epochs?: number | undefined;
  /** Rows for each optimizer step. */
  readonly batchRows?: number | undefined;
}

export interface JudgedSetting {
  readonly value: number;
  readonly state: RangeState;
  readonly range: UsualRange;
}

/** Null where a fact does not apply to the task, or what it needs was not given. */
export interface DataHealth {
  readonly rows: number;
  readonly balance: ClassBalance | null;
  readonly conflicts: AnswerConflicts | null;
  readonly duplicates: DuplicateRows;
  readonly overlap: OverlapScores | null;
  readonly constantPrompt: ConstantPrompt;
  readonly truncation: TruncationCollapse | null;
  readonly surfaces: readonly ClassSurfaces[] | null;
  readonly options: OptionPositions | null;
  readonly nulls: readonly FieldNulls[] | null;
  readonly seenEpochs: SeenEpochs | null;
  readonly settings: readonly JudgedSetting[];
  readonly neighbours: NeighbourBaseline | null;
}

/** Every fact about the health of the data that what is given allows. Facts only: advice is withheld until the four clauses hold. */
export function dataHealth({ task, training, evaluation, tokenized, choices, settings }: HealthData): DataHealth {
  const questions = training.map(({ question }) => question);
  const duplicates = duplicateRows(questions);
  const classified = training.flatMap((row) => (row.class === undefined ? [] : [{ ...row, class: row.class }]));
  const spelled = classified.flatMap((row) =>
    row.surface === undefined ? [] : [{ class: row.class, surface: row.surface }],
  );
  return {
    rows: training.length,
    balance:
      task.kind === 'classify'
        ? classBalance(
            classified.map((row) => row.class),
            task.classes,
          )
        : null,
    // Open answers to one question may differ rightly.
    conflicts:
      task.kind === 'free'
        ? null
        : answerConflicts(training.map((row) => ({ ...row, answer: row.class ?? row.answer }))),
    duplicates,
    overlap: evaluation === undefined ? null : overlapScores(questions, evaluation),
    constantPrompt: constantPrompt(questions),
    truncation: tokenized === undefined ? null : truncationCollapse(tokenized.rows, tokenized.rule),
    surfaces: task.kind === 'classify' ? classSurfaces(spelled) : null,
    options: choices === undefined ? null : optionPositions(choices.rows, choices.options),
    nulls: task.kind === 'extract' ? fieldNulls(training.flatMap(({ answer }) => objectIn(answer))) : null,
    seenEpochs: epochsOf(training.length, duplicates.distinct, settings),
    settings: settings === undefined ? [] : judgeSettings(settings),
    neighbours: task.kind === 'classify' && evaluation !== undefined ? neighboursOf(classified, evaluation) : null,
  };
}

function objectIn(answer: string): { [key: string]: JsonValue }[] {
  const { value } = climbLadder(answer, 'object');
  return value === undefined || value === null || typeof value !== 'object' || Array.isArray(value) ? [] : [value];
}

function epochsOf(rows: number, distinctRows: number, settings: HealthSettings | undefined): SeenEpochs | null {
  if (settings?.epochs === undefined) return null;
  return seenEpochs({ rows, distinctRows, epochs: settings.epochs, batchRows: settings.batchRows ?? 1 });
}

function judgeSettings({ method, learningRate, rank, alpha }: HealthSettings): JudgedSetting[] {
  const given = [
    ['learning rate', learningRate],
    ['rank', rank],
    ['alpha / rank', alpha === undefined || rank === undefined ? undefined : alpha / rank],
  ] as const;
  return given.flatMap(([name, value]) => {
    const judged = value === undefined ? null : judgeSetting(method, name, value);
    return value === undefined || judged === null ? [] : [{ value, ...judged }];
  });
}

function neighboursOf(
  training: readonly { readonly question: string; readonly class: string }[],
  evaluation: readonly { readonly question: string; readonly class?: string | undefined }[],
): NeighbourBaseline | null {
  const known = evaluation.flatMap(({ question, class: name }) =>
    name === undefined ? [] : [{ text: question, class: name }],
  );
  if (known.length === 0) return null;
  return nearestNeighbourBaseline(
    training.map(({ question, class: name }) => ({ text: question, class: name })),
    known,
  );
}
