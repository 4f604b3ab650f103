import type { JsonValue } from '../formats/json-value.ts';

/** No gold answer nests deeper; what lies below is taken as it is. */
const DEEPEST = 64;

/** Whether a gold answer says `{"$oneOf": […]}` anywhere. Hardly any does, and to look is cheaper than to copy. */
export function hasOptions(gold: JsonValue, depth = 0): boolean {
  if (gold === null || typeof gold !== 'object' || depth === DEEPEST) return false;
  if (Array.isArray(gold)) return gold.some((element) => hasOptions(element, depth + 1));
  for (const key in gold) {
    const value = gold[key];
    if (key === '$oneOf' || (value !== undefined && hasOptions(value, depth + 1))) return true;
  }
  return false;
}
