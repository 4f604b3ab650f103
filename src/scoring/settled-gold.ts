import type { JsonValue } from '../formats/json-value.ts';
import { goldOptions } from './gold-options.ts';
import { hasOptions } from './has-options.ts';
import { nearestGold } from './nearest-gold.ts';

/**
 * A gold answer in which every choice between values, at any depth, is settled for the value that the answer is or is most like: what the
 * answer is held to. Elements of lists are taken in order.
 */
export function settledGold(gold: JsonValue, given: JsonValue | undefined): JsonValue {
  return hasOptions(gold) ? settle(gold, given) : gold;
}

function settle(gold: JsonValue, given: JsonValue | undefined): JsonValue {
  if (gold === null || typeof gold !== 'object') return gold;
  if (goldOptions(gold) !== undefined) return settle(nearestGold(gold, given) ?? null, given);
  if (Array.isArray(gold)) return gold.map((item, at) => settle(item, Array.isArray(given) ? given[at] : undefined));
  const values: { [key: string]: JsonValue } =
    typeof given === 'object' && given !== null && !Array.isArray(given) ? given : {};
  return Object.fromEntries(
    Object.entries(gold).map(([key, item]) => [
      key,
      settle(item, Object.hasOwn(values, key) ? values[key] : undefined),
    ]),
  );
}
