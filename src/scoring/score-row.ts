import type { JsonValue } from '../formats/json-value.ts';
import { classOfValue } from './class-of-value.ts';
import { type Extraction, extractClass } from './extract-class.ts';
import { type FieldScore, fieldScores } from './field-scores.ts';
import { climbLadder, type Rung } from './parse-ladder.ts';
import { type Recorded, recordedVerdict } from './recorded-verdict.ts';
import { sameValue } from './same-value.ts';
import { strictClass } from './strict-class.ts';
import type { ClassifyTask, ExtractTask, Task } from './task.ts';

/** One line of predictions.jsonl. */
export interface PredictionRow {
  readonly id: string;
  /** `all` when absent. */
  readonly split?: string | undefined;
  /** The decoded completion, as the user's evaluator saw it. */
  readonly output: string;
  readonly outputIds?: ArrayLike<number> | undefined;
  readonly finishReason?: string | undefined;
  /** What the user's evaluator concluded; undefined when it recorded nothing. */
  readonly prediction?: JsonValue | undefined;
  readonly gold?: JsonValue | undefined;
  /** The training target of this prompt. */
  readonly target?: string | undefined;
}

export interface ScoredRow {
  readonly id: string;
  readonly split: string;
  /** For free tasks strict or empty: any text is an answer. */
  readonly rung: Rung;
  readonly thinking: boolean;
  readonly duplicateKeys: boolean;
  /** Null unless the task is classification. */
  readonly extraction: Extraction | null;
  readonly ourClass: string | null;
  readonly strictClass: string | null;
  readonly goldClass: string | null;
  readonly recorded: Recorded;
  /** The three verdicts are null when there is nothing to compare: no usable gold, or (recorded) no prediction. */
  readonly correctOurs: boolean | null;
  readonly correctStrict: boolean | null;
  readonly correctRecorded: boolean | null;
  /** Output and target are equal but for surrounding space; these three are null without a target. */
  readonly exactTarget: boolean | null;
  /** The output is a non-empty beginning of the target, but not all of it. */
  readonly prefixOfTarget: boolean | null;
  /** The output begins with the whole target and goes on. */
  readonly runsPastTarget: boolean | null;
  /** Empty unless the task is extraction. */
  readonly fields: readonly FieldScore[];
  /** Keys of the answer that neither the task nor the row's gold or target has; at most 50. */
  readonly foreignKeys: readonly string[];
}

const MOST_FOREIGN_KEYS = 50;

type Judged = Omit<ScoredRow, 'id' | 'split' | 'recorded' | 'exactTarget' | 'prefixOfTarget' | 'runsPastTarget'>;

/**
 * Everything that can be said about one prediction alone. Content and contract stay apart: `correctOurs` forgives the wrapping,
 * `correctStrict` does not, `correctRecorded` is what the user's evaluation counted.
 */
export function scoreRow(row: PredictionRow, task: Task): ScoredRow {
  const recorded = recordedVerdict(row.prediction, task, row.output);
  return { id: row.id, split: row.split ?? 'all', recorded, ...againstTarget(row), ...judge(row, task, recorded) };
}

function judge(row: PredictionRow, task: Task, recorded: Recorded): Judged {
  switch (task.kind) {
    case 'classify':
      return judgeClass(row, task, recorded);
    case 'extract':
      return judgeFields(row, task, recorded);
    case 'free':
      return judgeText(row, recorded);
  }
}

function judgeClass(row: PredictionRow, task: ClassifyTask, recorded: Recorded): Judged {
  const extraction = extractClass(row.output, task);
  const ourClass = extraction.state === 'class' ? extraction.class : null;
  const strict = strictClass(row.output, task);
  const goldClass = row.gold === undefined ? null : classOfValue(row.gold, task);
  const { rung, thinking, duplicateKeys } = extraction;
  const right = (given: string | null): boolean | null => (goldClass === null ? null : given === goldClass);
  return {
    ...{ rung, thinking, duplicateKeys, extraction, ourClass, strictClass: strict, goldClass },
    correctOurs: right(ourClass),
    correctStrict: right(strict),
    correctRecorded: goldClass === null ? null : recordedRight(recorded, row.gold, goldClass),
    ...{ fields: [], foreignKeys: [] },
  };
}

/** Evaluators compare with `==`: a variant is right only where the gold value is written the same, an object only as a whole. */
function recordedRight(recorded: Recorded, gold: JsonValue | undefined, goldClass?: string): boolean | null {
  switch (recorded.kind) {
    case 'missing':
      return null;
    case 'failure':
      return false;
    case 'class':
      return recorded.class === goldClass;
    case 'variant':
      return recorded.surface === gold;
    case 'value':
      return sameValue(recorded.value, gold);
  }
}

function judgeFields(row: PredictionRow, task: ExtractTask, recorded: Recorded): Judged {
  const { rung, thinking, duplicateKeys, value } = climbLadder(row.output, 'object');
  const answer = objectOnly(value);
  const gold = objectOnly(row.gold ?? undefined);
  // A data set may mix document kinds, so a row's gold can have fields of its own; what it has must be right too.
  const names = [...new Set([...task.fields, ...topLevelKeys(gold, task.fields)])];
  const fields = fieldScores(names, gold, answer);
  const correct = gold === undefined ? null : allRight(fields);
  const strangers = foreignKeys(row, answer, names);
  return {
    ...{ rung, thinking, duplicateKeys, extraction: null, ourClass: null, strictClass: null, goldClass: null },
    correctOurs: correct,
    correctStrict: correct === null ? null : correct && rung === 'strict' && !thinking && strangers.length === 0,
    correctRecorded: gold === undefined ? null : recordedRight(recorded, gold),
    fields,
    foreignKeys: strangers,
  };
}

function allRight(fields: readonly FieldScore[]): boolean {
  return fields.every(({ outcome }) => outcome === 'TP' || outcome === 'TN');
}

function objectOnly(value: JsonValue | undefined): { [key: string]: JsonValue } | undefined {
  return value === undefined || value === null || typeof value !== 'object' || Array.isArray(value) ? undefined : value;
}

/** Gold keys that the task does not name. The head of a dotted field (`items` of `items.price`) is named by it. */
function topLevelKeys(gold: { [key: string]: JsonValue } | undefined, fields: readonly string[]): string[] {
  const heads = new Set(fields.map(headOf));
  return gold === undefined ? [] : Object.keys(gold).filter((key) => !heads.has(key));
}

function headOf(field: string): string {
  return field.split(/[.[]/, 1)[0] ?? field;
}

function foreignKeys(
  row: PredictionRow,
  answer: { [key: string]: JsonValue } | undefined,
  names: readonly string[],
): string[] {
  if (answer === undefined) return [];
  const known = new Set([...names, ...names.map(headOf)]);
  const strangers = Object.keys(answer).filter((key) => !known.has(key));
  if (strangers.length === 0 || row.target === undefined) return strangers.slice(0, MOST_FOREIGN_KEYS);
  const target = objectOnly(climbLadder(row.target, 'object').value);
  return strangers.filter((key) => target === undefined || !Object.hasOwn(target, key)).slice(0, MOST_FOREIGN_KEYS);
}

function judgeText(row: PredictionRow, recorded: Recorded): Judged {
  const wanted = typeof row.gold === 'string' ? row.gold : row.target;
  const correct = wanted === undefined ? null : row.output.trim() === wanted.trim();
  return {
    ...{ rung: row.output.trim() === '' ? 'empty' : 'strict', thinking: false, duplicateKeys: false },
    ...{ extraction: null, ourClass: null, strictClass: null, goldClass: null },
    ...{ correctOurs: correct, correctStrict: correct },
    correctRecorded: wanted === undefined ? null : recordedRight(recorded, row.gold ?? wanted),
    ...{ fields: [], foreignKeys: [] },
  };
}

function againstTarget(row: PredictionRow): Pick<ScoredRow, 'exactTarget' | 'prefixOfTarget' | 'runsPastTarget'> {
  if (row.target === undefined) return { exactTarget: null, prefixOfTarget: null, runsPastTarget: null };
  const output = row.output.trim();
  const target = row.target.trim();
  return {
    exactTarget: output === target,
    prefixOfTarget: output !== '' && output.length < target.length && target.startsWith(output),
    runsPastTarget: target !== '' && output.length > target.length && output.startsWith(target),
  };
}
