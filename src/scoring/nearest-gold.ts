import type { JsonValue } from '../formats/json-value.ts';
import { anls } from './metrics/anls.ts';
import { sameValue } from './same-value.ts';

/**
 * Gold may accept several values, as `{"$oneOf": ["acetaminophen", "paracetamol"]}`: the one that the answer is, else the one whose text is
 * most like it. Any other gold value is returned as it is.
 */
export function nearestGold(gold: JsonValue | undefined, given: JsonValue | undefined): JsonValue | undefined {
  const options = optionsOf(gold);
  if (options === undefined) return gold;
  const same = options.find((option) => sameValue(option, given ?? null));
  if (same !== undefined) return same;
  let nearest: JsonValue | undefined = options[0];
  let best = -1;
  for (const option of options) {
    if (option === null || typeof option === 'object') continue;
    const text = given === undefined || given === null || typeof given === 'object' ? '' : String(given);
    const similarity = anls(text, String(option))?.leaf ?? 0;
    if (similarity > best) {
      best = similarity;
      nearest = option;
    }
  }
  return nearest;
}

function optionsOf(gold: JsonValue | undefined): readonly JsonValue[] | undefined {
  if (gold === undefined || gold === null || typeof gold !== 'object' || Array.isArray(gold)) return undefined;
  const options = Object.hasOwn(gold, '$oneOf') ? gold.$oneOf : undefined;
  return Array.isArray(options) && options.length > 0 && Object.keys(gold).length === 1 ? options : undefined;
}
