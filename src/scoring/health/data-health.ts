import type { JsonValue } from '../../formats/json-value.ts';
import { assumedDifferences, type FoundDifference } from '../compare/assumed-differences.ts';
import { climbLadder } from '../parse-ladder.ts';
import type { Task } from '../task.ts';
import { type AnswerConflicts, answerConflicts } from './answer-conflicts.ts';
import { type BesideNeighbours, besideNeighbours } from './beside-neighbours.ts';
import { choiceRows } from './choice-rows.ts';
import { type ClassBalance, classBalance } from './class-balance.ts';
import { type ClassSurfaces, classSurfaces } from './class-surfaces.ts';
import { type ConstantPrompt, constantPrompt } from './constant-prompt.ts';
import { type DuplicateRows, duplicateRows } from './duplicate-rows.ts';
import { type FieldNulls, fieldNulls } from './field-nulls.ts';
import { type JudgedSetting, judgeSettings } from './judge-settings.ts';
import { mappedRows } from './mapped-rows.ts';
import { type LabelledText, type NeighbourBaseline, nearestNeighbourBaseline } from './nearest-neighbour.ts';
import { type OptionPositions, optionPositions } from './option-positions.ts';
import { type EvaluatedRow, type OverlapScores, overlapScores } from './overlap-scores.ts';
import { type AskedQuestion, repeatedQuestions } from './repeated-questions.ts';
import type { RowSequence } from './row-sequence.ts';
import { type SeenEpochs, seenEpochs } from './seen-epochs.ts';
import { type TokenizedRow, type TokenShares, tokenShares } from './token-shares.ts';
import { type TruncationCollapse, type TruncationRule, truncationCollapse } from './truncation-collapse.ts';
import type { TuningMethod } from './usual-ranges.ts';

export interface HealthRow extends AskedQuestion {
  /** Undefined for a row without an answer. */
  readonly answer: string | undefined;
  /** For classification: the class, and how the answer writes it. */
  readonly class?: string | undefined;
  readonly surface?: string | undefined;
}

export interface HealthEvaluationRow extends EvaluatedRow {
  readonly class?: string | undefined;
  /** The right answer, and what the model answered where it was asked. */
  readonly answer?: string | undefined;
  readonly chosen?: string | undefined;
}

export interface HealthData {
  readonly task: Task;
  readonly training: RowSequence<HealthRow>;
  readonly evaluation?: RowSequence<HealthEvaluationRow> | undefined;
  readonly tokenized?:
    | {
        readonly rows: readonly TokenizedRow[];
        /** Null where the trainer cuts nothing. */
        readonly rule: TruncationRule | null;
        readonly isFine: (id: number) => boolean;
      }
    | undefined;
  readonly settings?: HealthSettings | undefined;
}

export interface HealthSettings {
  /** Undefined where it cannot be told. */
  readonly method?: TuningMethod | undefined;
  readonly learningRate?: number | undefined;
  readonly rank?: number | undefined;
  readonly alpha?: number | undefined;
  readonly epochs?: number | undefined;
  /** Rows for each optimizer step. */
  readonly batchRows?: number | undefined;
}

/** Null where a fact does not apply to the task, or what it needs was not given. Row numbers are those of `training`. */
export interface DataHealth {
  readonly rows: number;
  readonly balance: ClassBalance | null;
  readonly conflicts: AnswerConflicts | null;
  readonly duplicates: DuplicateRows;
  readonly overlap: OverlapScores | null;
  readonly constantPrompt: ConstantPrompt;
  readonly tokens: TokenShares | null;
  readonly truncation: (TruncationCollapse & { readonly rule: TruncationRule }) | null;
  readonly surfaces: readonly ClassSurfaces[] | null;
  readonly options: OptionPositions | null;
  /** The same of the evaluation rows, with the places that the model chose; its row numbers are those of `evaluation`. */
  readonly chosenOptions: OptionPositions | null;
  readonly nulls: readonly FieldNulls[] | null;
  readonly seenEpochs: SeenEpochs | null;
  readonly settings: readonly JudgedSetting[];
  readonly neighbours: (NeighbourBaseline & { readonly beside: BesideNeighbours | null }) | null;
  /** What the evaluation rows can show between two models; null without evaluation rows. */
  readonly detectable: { readonly rows: number; readonly found: readonly FoundDifference[] } | null;
}

/** Every fact about the health of the data that what is given allows. Facts only: advice is withheld until the four clauses hold. */
export function dataHealth(data: HealthData): DataHealth {
  const { task, training, evaluation, tokenized, settings } = data;
  const repeated = repeatedQuestions(training, evaluation ?? []);
  const duplicates = duplicateRows(repeated.within, training.length);
  return {
    rows: training.length,
    ...classFacts(task, training),
    // Open answers to one question may differ rightly.
    conflicts: task.kind === 'free' ? null : answerConflicts(mappedRows(training, answered)),
    duplicates,
    constantPrompt: constantPrompt(mappedRows(training, ({ question }) => question)),
    tokens: tokenized === undefined ? null : tokenShares(tokenized.rows, tokenized.isFine),
    truncation: truncationOf(tokenized),
    options: optionsOf(mappedRows(training, asChoice)),
    chosenOptions: evaluation === undefined ? null : optionsOf(mappedRows(evaluation, asChoice)),
    nulls: task.kind === 'extract' ? fieldNulls(mappedRows(training, ({ answer }) => objectIn(answer ?? ''))) : null,
    seenEpochs: epochsOf(training.length, duplicates.distinct, settings),
    settings: settings?.method === undefined ? [] : judgeSettings(settings.method, settings),
    overlap: repeated.across === null ? null : overlapScores(repeated.across, Array.from(evaluation ?? [], verdictOf)),
    ...evaluationFacts(data),
  };
}

function answered({ question, media, answer, class: name }: HealthRow) {
  return { question, media, answer: name ?? answer };
}

function classFacts(task: Task, training: HealthData['training']): Pick<DataHealth, 'balance' | 'surfaces'> {
  if (task.kind !== 'classify') return { balance: null, surfaces: null };
  return {
    balance: classBalance(
      Array.from(training, (row) => row.class),
      task.classes,
    ),
    surfaces: classSurfaces(
      Array.from(training, ({ class: name, surface }) =>
        name === undefined || surface === undefined ? undefined : { class: name, surface },
      ),
    ),
  };
}

function evaluationFacts({ task, training, evaluation }: HealthData): Pick<DataHealth, 'neighbours' | 'detectable'> {
  if (evaluation === undefined || evaluation.length === 0) return { neighbours: null, detectable: null };
  return {
    // Texts alone say little where images are asked about.
    neighbours: task.kind === 'classify' && !hasMedia(training) ? neighboursOf(training, evaluation) : null,
    detectable: { rows: evaluation.length, found: assumedDifferences(evaluation.length) },
  };
}

function hasMedia(rows: RowSequence<AskedQuestion>): boolean {
  for (const { media } of rows) if (media !== undefined) return true;
  return false;
}

function verdictOf({ id, correct }: HealthEvaluationRow) {
  return { id, correct };
}

function truncationOf(tokenized: HealthData['tokenized']): DataHealth['truncation'] {
  if (tokenized?.rule === undefined || tokenized.rule === null) return null;
  return { ...truncationCollapse(tokenized.rows, tokenized.rule), rule: tokenized.rule };
}

function asChoice({ question, answer, class: name, ...row }: HealthRow | HealthEvaluationRow) {
  return { question, answer: name ?? answer ?? '', ...('chosen' in row ? { chosen: row.chosen } : {}) };
}

function optionsOf(rows: Parameters<typeof choiceRows>[0]): OptionPositions | null {
  const choices = choiceRows(rows);
  return choices === null ? null : optionPositions(choices.rows, choices.options);
}

function objectIn(answer: string): { [key: string]: JsonValue } | undefined {
  const { value } = climbLadder(answer, 'object');
  return value === undefined || value === null || typeof value !== 'object' || Array.isArray(value) ? undefined : value;
}

function epochsOf(rows: number, distinctRows: number, settings: HealthSettings | undefined): SeenEpochs | null {
  if (settings?.epochs === undefined) return null;
  return seenEpochs({ rows, distinctRows, epochs: settings.epochs, batchRows: settings.batchRows });
}

function neighboursOf(
  training: HealthData['training'],
  evaluation: RowSequence<HealthEvaluationRow>,
): DataHealth['neighbours'] {
  const [known, asked] = [classified(training), classified(evaluation)];
  if (known.length === 0 || asked.length === 0) return null;
  const baseline = nearestNeighbourBaseline(known, asked);
  const answers = Array.from(evaluation, ({ id, correct, class: name }) =>
    name === undefined ? [] : [{ id, correct, class: name }],
  ).flat();
  return { ...baseline, beside: besideNeighbours(answers, baseline.predicted) };
}

/** The rows that have a class. */
function classified(rows: RowSequence<HealthRow | HealthEvaluationRow>): RowSequence<LabelledText> {
  const numbers = Array.from(rows, ({ class: name }, at) => (name === undefined ? [] : [at])).flat();
  return mappedRows(numbers, (number) => {
    const { question = '', class: name = '' } = rows.at(number) ?? {};
    return { text: question, class: name };
  });
}
