import type { JsonValue } from '../../formats/json-value.ts';

/** No gold answer nests deeper; what lies below stays as it is. */
const DEEPEST = 64;

/** A gold answer in which every `{"$oneOf": […]}` is its first option: one of the right answers, as a model would write it. */
export function firstOptions(gold: JsonValue): JsonValue {
  return hasOptions(gold, 0) ? chosen(gold, 0) : gold;
}

/** Hardly any gold has options, and to look is cheaper than to copy. */
function hasOptions(gold: JsonValue, depth: number): boolean {
  if (gold === null || typeof gold !== 'object' || depth === DEEPEST) return false;
  if (Array.isArray(gold)) return gold.some((element) => hasOptions(element, depth + 1));
  for (const key in gold) {
    const value = gold[key];
    if (key === '$oneOf' || (value !== undefined && hasOptions(value, depth + 1))) return true;
  }
  return false;
}

function chosen(gold: JsonValue, depth: number): JsonValue {
  if (gold === null || typeof gold !== 'object' || depth === DEEPEST) return gold;
  if (Array.isArray(gold)) return gold.map((element) => chosen(element, depth + 1));
  const options = Object.hasOwn(gold, '$oneOf') ? gold.$oneOf : undefined;
  if (Array.isArray(options) && options[0] !== undefined) return chosen(options[0], depth + 1);
  return Object.fromEntries(Object.entries(gold).map(([key, value]) => [key, chosen(value, depth + 1)]));
}
