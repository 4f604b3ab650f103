import type { JsonValue } from '../../formats/json-value.ts';
import { hasOptions } from '../has-options.ts';

/** No gold answer nests deeper; what lies below stays as it is. */
const DEEPEST = 64;

/** A gold answer in which every `{"$oneOf": […]}` is its first option: one of the right answers, as a model would write it. */
export function firstOptions(gold: JsonValue): JsonValue {
  return hasOptions(gold) ? chosen(gold, 0) : gold;
}

function chosen(gold: JsonValue, depth: number): JsonValue {
  if (gold === null || typeof gold !== 'object' || depth === DEEPEST) return gold;
  if (Array.isArray(gold)) return gold.map((element) => chosen(element, depth + 1));
  const options = Object.hasOwn(gold, '$oneOf') ? gold.$oneOf : undefined;
  if (Array.isArray(options) && options[0] !== undefined) return chosen(options[0], depth + 1);
  return Object.fromEntries(Object.entries(gold).map(([key, value]) => [key, chosen(value, depth + 1)]));
}
