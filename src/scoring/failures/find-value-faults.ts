import type { JsonValue } from '../../formats/json-value.ts';
import { once } from '../../lib/once.ts';
import { nearestGold } from '../nearest-gold.ts';
import { sameValue } from '../same-value.ts';
import type { AnswerView } from './answer-view.ts';
import { differingValue } from './differing-value.ts';
import type { FailureCode, FailureEvidence } from './failure-code.ts';
import type { FailureContext } from './failure-context.ts';
import { isEmptyLeaf } from './is-empty-leaf.ts';
import { type Leaf, leavesOf } from './leaves-of.ts';
import { retypedPaths } from './retyped-paths.ts';
import { valueShape } from './value-shape.ts';

/** Shorter values ("1", "no") stand in another field by chance. */
const SHORTEST_SWAPPED = 3;
const MOST_SHOWN = 5;
const LONGEST_PATH = 60;
/** A slip in a longer text is one of style. */
const LONGEST_TEXT = 100;

type JsonObject = { [key: string]: JsonValue };

/** Wrong values against the row's right answer: fields in each other's place, misread digits, near misses, invented and missing ones. */
export function findValueFaults(view: AnswerView, context: FailureContext): readonly FailureEvidence[] {
  switch (context.task.kind) {
    case 'classify':
      return [];
    case 'free':
      return view.goldText === null ? [] : textFaults(view, view.goldText);
    case 'extract':
      return fieldFaults(view, context);
  }
}

/** An open answer in other words may be right; only a slip of the right words is called a fault. */
function textFaults({ output }: AnswerView, wanted: string): readonly FailureEvidence[] {
  if (wanted.length > LONGEST_TEXT || output.length > 2 * LONGEST_TEXT) return [];
  if (output.trim() === wanted.trim() || output.trim() === '') return [];
  const difference = differingValue(wanted, output);
  if (difference.kind === 'other') return [];
  const code = difference.kind === 'digits' ? 'digits-differ' : 'near-miss';
  return [{ code, start: 0, end: output.length, detail: difference.how }];
}

function fieldFaults(view: AnswerView, { shape }: FailureContext): readonly FailureEvidence[] {
  const given = objectOf(view.parsed?.value);
  const right = rightAnswer(view, given);
  if (view.parsed === null || given === null || right === null) return [];
  const byCode = new Map<FailureCode, string[]>();
  const [wanted, said] = [leafMap(right), leafMap(given)];
  const own = once(() => valueShape(view.goldValue ?? null));
  const retyped = retypedPaths(wanted, said, (path) => [...(shape.get(path) ?? []), ...(own().get(path) ?? [])]);
  for (const [path, code, how] of judgeFields(wanted, said)) {
    if (retyped.has(path)) continue;
    const named = `${path.slice(0, LONGEST_PATH)}${how === '' ? '' : ` (${how})`}`;
    byCode.set(code, [...(byCode.get(code) ?? []), named]);
  }
  const span = { start: view.parsed.start, end: view.parsed.end };
  return [...byCode].map(([code, fields]) => ({ code, ...span, detail: shown(fields) }));
}

/**
 * What the answer should hold: the gold values, and for keys that the gold does not judge what the target writes. Of a field that allows
 * several values it is the one that the answer is most like.
 */
function rightAnswer({ gold, goldValue }: AnswerView, given: JsonObject | null): JsonObject | null {
  const wanted = objectOf(gold);
  const written = objectOf(goldValue);
  if (wanted === null) return written;
  const settled = Object.entries(wanted).map(([key, value]) => {
    const said = given !== null && Object.hasOwn(given, key) ? given[key] : undefined;
    return [key, nearestGold(value, said) ?? null] as const;
  });
  return { ...written, ...Object.fromEntries(settled) };
}

function objectOf(value: JsonValue | undefined): JsonObject | null {
  return value === undefined || value === null || typeof value !== 'object' || Array.isArray(value) ? null : value;
}

type FieldFault = readonly [path: string, code: FailureCode, how: string];

function judgeFields(gold: ReadonlyMap<string, Leaf>, given: ReadonlyMap<string, Leaf>): readonly FieldFault[] {
  return [...new Set([...gold.keys(), ...given.keys()])].flatMap((path): FieldFault[] => {
    const [wanted, said] = [gold.get(path)?.value ?? null, given.get(path)?.value ?? null];
    if (isEmptyLeaf(wanted)) return isEmptyLeaf(said) ? [] : [[path, 'value-invented', '']];
    if (isEmptyLeaf(said)) return [[path, 'value-missing', '']];
    if (sameValue(wanted, said)) return [];
    const source = swappedFrom(path, { gold, given });
    if (source !== null) return [[path, 'fields-swapped', `has the value of ${source.slice(0, LONGEST_PATH)}`]];
    const difference = differingValue(String(wanted), String(said));
    if (difference.kind === 'digits') return [[path, 'digits-differ', difference.how]];
    return difference.kind === 'near'
      ? [[path, 'near-miss', difference.how]]
      : [[path, 'value-wrong', difference.how ?? '']];
  });
}

/** The field whose right value stands here instead, while it has another one itself: copied values are wrong, not swapped. */
function swappedFrom(
  path: string,
  { gold, given }: { gold: ReadonlyMap<string, Leaf>; given: ReadonlyMap<string, Leaf> },
): string | null {
  const said = given.get(path)?.value ?? null;
  if (typeof said === 'boolean' || String(said).trim().length < SHORTEST_SWAPPED) return null;
  for (const [other, { value }] of gold)
    if (other !== path && sameValue(value, said) && !sameValue(given.get(other)?.value ?? null, value)) return other;
  return null;
}

function leafMap(value: JsonValue): ReadonlyMap<string, Leaf> {
  return new Map(leavesOf(value).map((leaf) => [leaf.path, leaf]));
}

function shown(fields: readonly string[]): string {
  const some = fields.slice(0, MOST_SHOWN).map((field) => JSON.stringify(field).slice(1, -1));
  return fields.length > MOST_SHOWN ? `${some.join(', ')} and ${fields.length - MOST_SHOWN} more` : some.join(', ');
}
