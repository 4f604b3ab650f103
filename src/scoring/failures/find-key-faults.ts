import type { JsonValue } from '../../formats/json-value.ts';
import type { AnswerView } from './answer-view.ts';
import type { FailureCode, FailureEvidence } from './failure-code.ts';
import type { FailureContext } from './failure-context.ts';
import { sameShape } from './same-shape.ts';
import { type JsonType, type ValueShape, valueShape } from './value-shape.ts';

/** Names shown in a detail; shortened, since a key can be a page of text. */
const MOST_NAMES = 5;
const LONGEST_NAME = 40;

/**
 * Keys and types that the answer's contract does not have: the contract is the row's own right answer and, for what may occur, all right
 * answers of the data and the fields of the task. A key is missing when the row's right answer has it, or (without one) when every
 * right answer of the data has it.
 */
export function findKeyFaults(view: AnswerView, context: FailureContext): readonly FailureEvidence[] {
  const { parsed } = view;
  if (parsed?.value === undefined) return unparseable(view);
  const span = { start: parsed.start, end: parsed.end };
  const found: FailureEvidence[] = [];
  const report = (code: FailureCode, names: readonly string[], what: string): void => {
    if (names.length > 0) found.push({ code, ...span, detail: `${what}: ${namesOf(names)}` });
  };
  if (parsed.duplicateKeys) found.push({ code: 'duplicate-keys', ...span, detail: 'a key occurs twice in one object' });
  const gold = goldOf(view);
  if (gold !== null && sameShape(gold, parsed.value)) return found;
  const own = gold === null ? null : valueShape(gold);
  const given = valueShape(parsed.value);
  const required = own ?? context.requiredShape;
  report('key-missing', missing(required, given), 'missing');
  if (isKnown(context, own)) report('key-unknown', unknown(given, context, own), 'not in any right answer');
  report('type-wrong', wrongTypes(given, own, context), 'of another type than in the right answers');
  return found;
}

function unparseable({ parsed, output }: AnswerView): readonly FailureEvidence[] {
  if (parsed?.rung !== 'none') return [];
  return [{ code: 'unparseable', start: 0, end: output.length, detail: 'no JSON value in the answer' }];
}

/** The right answer of this row; null when only its class or nothing is known. */
function goldOf({ goldValue }: AnswerView): JsonValue {
  return goldValue === undefined || typeof goldValue !== 'object' ? null : goldValue;
}

function missing(required: ValueShape, given: ValueShape): string[] {
  return [...required.keys()].filter(
    (path) => path !== '' && !given.has(path) && given.has(parentOf(path)) && !isElement(path),
  );
}

function isKnown(context: FailureContext, own: ValueShape | null): boolean {
  return own !== null || context.shape.size > 0;
}

function unknown(given: ValueShape, { shape, fields, openObjects }: FailureContext, own: ValueShape | null): string[] {
  const mayBeNew = (path: string): boolean => own === null && openObjects.has(parentOf(path));
  const known = (path: string): boolean => shape.has(path) || fields.has(path) || own?.has(path) === true;
  return [...given.keys()].filter(
    (path) => !known(path) && !mayBeNew(path) && !isElement(path) && (known(parentOf(path)) || parentOf(path) === ''),
  );
}

function wrongTypes(given: ValueShape, own: ValueShape | null, { shape }: FailureContext): string[] {
  return [...given].flatMap(([path, types]) => {
    const allowed = new Set<JsonType>([...(own?.get(path) ?? []), ...(shape.get(path) ?? [])]);
    // Null is a missing value and not another type, on either side.
    allowed.delete('null');
    const other = [...types].filter((type) => type !== 'null' && !allowed.has(type));
    return allowed.size > 0 && other.length > 0 ? [path === '' ? 'the answer itself' : path] : [];
  });
}

function parentOf(path: string): string {
  if (isElement(path)) return path.slice(0, -2);
  const dot = path.lastIndexOf('.');
  return dot === -1 ? '' : path.slice(0, dot);
}

function isElement(path: string): boolean {
  return path.endsWith('[]');
}

function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => JSON.stringify(name.slice(0, LONGEST_NAME)));
  return names.length > MOST_NAMES ? `${shown.join(', ')} and ${names.length - MOST_NAMES} more` : shown.join(', ');
}
