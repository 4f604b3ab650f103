import type { JsonValue } from '../formats/json-value.ts';
import { goldOptions } from './gold-options.ts';
import { anls } from './metrics/anls.ts';
import { anlsStar } from './metrics/anls-star.ts';
import { sameValue } from './same-value.ts';

/**
 * Of a gold value that accepts several values: the one that the answer is, else the one that is most like it. Any other gold value is
 * returned as it is.
 */
export function nearestGold(gold: JsonValue | undefined, given: JsonValue | undefined): JsonValue | undefined {
  const options = goldOptions(gold);
  if (options === undefined) return gold;
  const same = options.find((option) => sameValue(option, given ?? null));
  if (same !== undefined) return same;
  let nearest: JsonValue | undefined = options[0];
  let best = -1;
  for (const option of options) {
    if (option === null) continue;
    const similarity = similarityOf(option, given);
    if (similarity > best) {
      best = similarity;
      nearest = option;
    }
  }
  return nearest;
}

function similarityOf(option: Exclude<JsonValue, null>, given: JsonValue | undefined): number {
  if (typeof option === 'object') return anlsStar(option, given ?? null)?.lenient ?? 0;
  const text = given === undefined || given === null || typeof given === 'object' ? '' : String(given);
  return anls(text, String(option))?.leaf ?? 0;
}
