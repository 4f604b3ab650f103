import type { JsonValue } from '../../formats/json-value.ts';
import { assignment } from '../../lib/assignment.ts';
import { anls } from './anls.ts';
import { identical } from './identical.ts';
import { nextUp } from './next-up.ts';
import { treeExtent } from './tree-extent.ts';

export interface AnlsStar {
  /** Invented keys whose value is empty are left out, as the README of anls_star says. */
  readonly lenient: number;
  /** As anls_star counts them, in the length though not in the sum: `{a: 'x', b: null}` for `{a: 'x'}` scores 0.5. */
  readonly upstream: number;
}

/** Pairs of values that are compared in one document; beyond (1,000 against 4,000 values) the score is not worth its time. */
const MOST_PAIRS = 4e6;
const MOST_VALUES = 100_000;
/** The assignment is cubic: 270 by 270 list items. */
const MOST_LIST_WORK = 2e7;

/** Sum of leaf similarities, the pairwise length it is divided by, and the gold value nearest to the answer (options resolved). */
interface Match {
  readonly sum: number;
  readonly length: number;
  readonly closest: JsonValue;
}

/** Parts that are too large to compare make the whole score NaN, and so unknown. */
const UNKNOWN: Match = { sum: Number.NaN, length: 1, closest: null };

interface Mode {
  countEmptyExtras: boolean;
  /** Whether the two ways of counting differ at all. */
  sawEmptyExtra: boolean;
}

type JsonObject = { [key: string]: JsonValue };

/**
 * ANLS* of an answer (Peer et al., arXiv 2402.03848): leaf similarities of two trees over their pairwise length, 0 to 1; lists are
 * paired by the best assignment. Gold may say `{"$oneOf": [...]}` where several values are right, and a list of strings against a
 * string means the same (ST-VQA). Null when too large to tell. Where several assignments are equally good the score may differ from
 * the reference program's, since the lengths of the pairs differ.
 */
export function anlsStar(gold: JsonValue, answer: JsonValue): AnlsStar | null {
  const wanted = treeExtent(gold, MOST_VALUES);
  const given = treeExtent(answer, MOST_VALUES);
  if (wanted === null || given === null || wanted * given > MOST_PAIRS) return null;
  const wantedOrOptions = withOptions(gold, answer);
  const mode = { countEmptyExtras: true, sawEmptyExtra: false };
  const upstream = meanOf(compare(wantedOrOptions, answer, mode));
  if (Number.isNaN(upstream)) return null;
  if (!mode.sawEmptyExtra) return { lenient: upstream, upstream };
  mode.countEmptyExtras = false;
  return { lenient: meanOf(compare(wantedOrOptions, answer, mode)), upstream };
}

function withOptions(gold: JsonValue, answer: JsonValue): JsonValue {
  const options = Array.isArray(gold) && typeof answer === 'string' && gold.every((item) => typeof item === 'string');
  // An empty list makes the reference program fail; here it is a list against a string, 0.
  return options && gold.length > 0 ? { $oneOf: gold } : gold;
}

function compare(gold: JsonValue, answer: JsonValue, mode: Mode): Match {
  // What is the same to the letter scores 1 per leaf: most of most documents.
  if (identical(gold, answer)) return sameAll(gold);
  if (gold === null) {
    const right = isEmpty(answer);
    return { sum: right ? 1 : 0, length: Math.max(1, sizeOf(answer)), closest: right ? answer : null };
  }
  if (typeof gold !== 'object') return compareLeaf(gold, answer);
  if (Array.isArray(gold)) return Array.isArray(answer) ? compareLists(gold, answer, mode) : nothingAlike(gold, answer);
  const options = optionsOf(gold);
  if (options !== undefined) return compareOptions(options, answer, mode);
  return isObject(answer) ? compareObjects(gold, answer, mode) : nothingAlike(gold, answer);
}

function sameAll(value: JsonValue): Match {
  const size = sizeOf(value);
  return { sum: size, length: size, closest: value };
}

function compareLeaf(gold: string | number | boolean, answer: JsonValue): Match {
  const length = Math.max(1, sizeOf(answer));
  if (answer === null || typeof answer === 'object') return { sum: 0, length, closest: gold };
  const similarity = anls(String(answer), String(gold));
  return similarity === null ? UNKNOWN : { sum: similarity.leaf, length, closest: gold };
}

function nothingAlike(gold: JsonValue, answer: JsonValue): Match {
  return { sum: 0, length: Math.max(sizeOf(gold), sizeOf(answer)), closest: gold };
}

function compareOptions(options: readonly JsonValue[], answer: JsonValue, mode: Mode): Match {
  let best: (Match & { readonly mean: number; readonly same: boolean }) | undefined;
  for (const option of options) {
    const match = compare(option, answer, mode);
    const mean = meanOf(match);
    if (Number.isNaN(mean)) return UNKNOWN;
    const same = identical(match.closest, answer);
    if (best === undefined || mean > best.mean || (mean === best.mean && same && !best.same))
      best = { ...match, mean, same };
  }
  return best ?? compare(null, answer, mode);
}

function compareLists(gold: readonly JsonValue[], answer: readonly JsonValue[], mode: Mode): Match {
  const shorter = Math.min(gold.length, answer.length);
  if (shorter * shorter * Math.max(gold.length, answer.length) > MOST_LIST_WORK) return UNKNOWN;
  const matches = gold.map((wanted) => answer.map((given) => compare(wanted, given, mode)));
  if (matches.some((row) => row.some(({ sum }) => Number.isNaN(sum)))) return UNKNOWN;
  const scores = matches.map((row) =>
    row.map((match, column) => {
      const mean = meanOf(match);
      return identical(answer[column] ?? null, match.closest) ? nextUp(mean) : mean;
    }),
  );
  const restOfGold = new Set(gold.keys());
  const restOfAnswer = new Set(answer.keys());
  const closest: { column: number; value: JsonValue }[] = [];
  let sum = 0;
  let length = 0;
  for (const [row, column] of assignment(scores)) {
    const match = matches[row]?.[column];
    if (match === undefined) continue;
    restOfGold.delete(row);
    restOfAnswer.delete(column);
    sum += match.sum;
    length += match.length;
    closest.push({ column, value: match.closest });
  }
  const leftOver = [...restOfGold].map((row) => gold[row] ?? null);
  for (const value of leftOver) length += sizeOf(value);
  for (const column of restOfAnswer) length += sizeOf(answer[column] ?? null);
  const inOrder = closest.sort((first, second) => first.column - second.column).map(({ value }) => value);
  return { sum, length, closest: [...inOrder, ...leftOver] };
}

function compareObjects(gold: JsonObject, answer: JsonObject, mode: Mode): Match {
  const closest: JsonObject = Object.create(null);
  let sum = 0;
  let length = 0;
  const invented = Object.keys(answer).filter((key) => !Object.hasOwn(gold, key));
  for (const key of [...Object.keys(gold), ...invented]) {
    const wanted = Object.hasOwn(gold, key) ? (gold[key] ?? null) : null;
    const given = Object.hasOwn(answer, key) ? (answer[key] ?? null) : null;
    const emptyExtra = !Object.hasOwn(gold, key) && isEmpty(given);
    if (emptyExtra) mode.sawEmptyExtra = true;
    if (emptyExtra && !mode.countEmptyExtras) continue;
    const match = compare(wanted, given, mode);
    length += match.length;
    if (emptyExtra) continue;
    sum += match.sum;
    if (Object.hasOwn(answer, key) || !isEmpty(match.closest)) closest[key] = match.closest;
  }
  return { sum, length, closest };
}

function meanOf({ sum, length }: Match): number {
  return length > 0 ? sum / length : 1;
}

/** Leaves below a value; the pairwise length of what has no partner. */
function sizeOf(value: JsonValue): number {
  if (value === null || typeof value !== 'object') return 1;
  const options = Array.isArray(value) ? undefined : optionsOf(value);
  if (options !== undefined) return options.reduce((most: number, option) => Math.max(most, sizeOf(option)), 0);
  return Object.values(value).reduce((sum: number, child) => sum + sizeOf(child), 0);
}

function optionsOf(value: JsonObject): readonly JsonValue[] | undefined {
  const options = Object.hasOwn(value, '$oneOf') ? value.$oneOf : undefined;
  return Array.isArray(options) ? options : undefined;
}

function isObject(value: JsonValue): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function isEmpty(value: JsonValue): boolean {
  if (value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
