import type { JsonValue } from '../formats/json-value.ts';
import { contractCheck } from './contract/contract-check.ts';
import type { ContractVerdict } from './contract/contract-verdict.ts';
import { documentMeasures } from './document-measures.ts';
import { type FieldScore, fieldScores } from './field-scores.ts';
import { lostAt } from './lost-at.ts';
import { climbLadder, type Parsed } from './parse-ladder.ts';
import { recordedRight } from './recorded-right.ts';
import type { AnswerReadings, Judged, PredictionRow } from './scored-row.ts';
import { settledGold } from './settled-gold.ts';
import type { ExtractTask } from './task.ts';

type JsonObject = { [key: string]: JsonValue };

const MOST_LISTED_KEYS = 50;
/** Up to this many names a list is searched faster than a set is built. */
const FEW = 20;

/** Judges an extracted document field by field and as a whole, contract and content apart. */
export function judgeFields(row: PredictionRow, task: ExtractTask, { recorded, reading }: AnswerReadings): Judged {
  const parsed = reading.parsed ?? climbLadder(row.output, 'object');
  const { rung, thinking, duplicateKeys } = parsed;
  const answer = objectOnly(parsed.value);
  const gold = objectOnly(settledGold(row.gold ?? null, parsed.value));
  // A data set may mix document kinds, so a row's gold can have fields of its own; what it has must be right too.
  const ownFields = topLevelKeys(gold, task.fields);
  const names = ownFields.length === 0 ? task.fields : [...task.fields, ...ownFields];
  const fields = fieldScores(names, gold, answer);
  const correctOurs = gold === undefined ? null : fields.every(isRight);
  const taught = taughtBy(row);
  const foreignKeys = strangersOf({ answer, names, taught });
  const bare = rung === 'strict' && !thinking;
  const contract = contractOf({ row, task, parsed, fields, foreignKeys, taught, gold });
  const correctCritical = criticalRight(fields, task, correctOurs);
  return {
    rung,
    thinking,
    duplicateKeys,
    extraction: null,
    ourClass: null,
    strictClass: null,
    goldClass: null,
    correctOurs,
    correctCritical,
    contract,
    fields,
    foreignKeys,
    similarity: null,
    correctStrict: correctOurs === null ? null : correctOurs && bare && foreignKeys.length === 0,
    correctRecorded: gold === undefined ? null : recordedRight(recorded, gold),
    lostAt: lostAt(row, {
      rung,
      strict: bare,
      keys: hasRightKeys(contract),
      values: hasRightValues(contract),
      right: correctCritical,
    }),
    document: gold === undefined ? null : documentMeasures(row.gold ?? null, answer, gold),
  };
}

function isRight({ outcome }: FieldScore): boolean {
  return outcome === 'TP' || outcome === 'TN';
}

function criticalRight(fields: readonly FieldScore[], task: ExtractTask, correct: boolean | null): boolean | null {
  if (correct === null || task.critical === undefined) return correct;
  const critical = new Set(task.critical);
  return fields.every((field) => !critical.has(field.field) || isRight(field));
}

function hasRightKeys(contract: ContractVerdict | null): boolean | null {
  return contract === null ? null : contract.missingKeys.length + contract.extraKeys.length === 0;
}

function hasRightValues(contract: ContractVerdict | null): boolean | null {
  return contract === null ? null : contract.wrongValues.length === 0;
}

interface Shape {
  readonly row: PredictionRow;
  readonly task: ExtractTask;
  readonly parsed: Parsed;
  readonly fields: readonly FieldScore[];
  readonly foreignKeys: readonly string[];
  readonly taught: () => JsonObject | undefined;
  readonly gold: JsonObject | undefined;
}

/**
 * Without a schema the contract is what the model was taught: the keys of the row's target, else of its gold answer, else all fields; the
 * types of the gold values. Integers too large for a double arrive as texts, so they say nothing about types.
 */
function contractOf({ row, task, parsed, fields, foreignKeys, taught, gold }: Shape): ContractVerdict | null {
  if (parsed.value === undefined) return null;
  if (task.schema !== undefined) return contractCheck(row.output, task.schema, 'object');
  if (objectOnly(parsed.value) === undefined) return { missingKeys: [...task.fields], extraKeys: [], wrongValues: [] };
  const absent = fields.filter(({ keyMissing }) => keyMissing);
  const model = absent.length === 0 ? undefined : (taught() ?? gold);
  const missing = absent.filter(({ field }) => model === undefined || Object.hasOwn(model, headOf(field)));
  const mistyped = parsed.bigIntegers > 0 ? [] : fields.filter(({ typeDiffers }) => typeDiffers);
  return {
    missingKeys: missing.slice(0, MOST_LISTED_KEYS).map(({ field }) => field),
    extraKeys: foreignKeys,
    wrongValues: mistyped.slice(0, MOST_LISTED_KEYS).map(({ field }) => ({ path: field, keyword: 'type' })),
  };
}

function objectOnly(value: JsonValue | undefined): JsonObject | undefined {
  return value === undefined || value === null || typeof value !== 'object' || Array.isArray(value) ? undefined : value;
}

/** Gold keys that the task does not name. The head of a dotted field (`items` of `items.price`) is named by it. */
function topLevelKeys(gold: JsonObject | undefined, fields: readonly string[]): string[] {
  if (gold === undefined) return [];
  const unnamed = Object.keys(gold).filter((key) => !fields.includes(key));
  return unnamed.filter((key) => !fields.some((field) => headOf(field) === key));
}

function headOf(field: string): string {
  const end = field.search(/[.[]/);
  return end === -1 ? field : field.slice(0, end);
}

/** The document that the model was trained to give for this prompt; read only where something is missing or strange. */
function taughtBy(row: PredictionRow): () => JsonObject | undefined {
  return () => (row.target === undefined ? undefined : objectOnly(climbLadder(row.target, 'object').value));
}

interface Names {
  readonly answer: JsonObject | undefined;
  readonly names: readonly string[];
  readonly taught: () => JsonObject | undefined;
}

function strangersOf({ answer, names, taught }: Names): readonly string[] {
  if (answer === undefined) return [];
  const known = names.length > FEW ? new Set(names) : undefined;
  const unknown = Object.keys(answer).filter((key) => !(known?.has(key) ?? names.includes(key)));
  if (unknown.length === 0) return [];
  const heads = new Set(names.map(headOf));
  const target = taught();
  const untaught = unknown.filter((key) => !heads.has(key) && (target === undefined || !Object.hasOwn(target, key)));
  return untaught.slice(0, MOST_LISTED_KEYS);
}
