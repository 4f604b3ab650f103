import type { JsonValue } from '../formats/json-value.ts';

/** The values that a gold value accepts, where it says several: `{"$oneOf": ["acetaminophen", "paracetamol"]}`, and nothing else in it. */
export function goldOptions(gold: JsonValue | undefined): readonly JsonValue[] | undefined {
  if (gold === undefined || gold === null || typeof gold !== 'object' || Array.isArray(gold)) return undefined;
  const options = Object.hasOwn(gold, '$oneOf') ? gold.$oneOf : undefined;
  return Array.isArray(options) && options.length > 0 && Object.keys(gold).length === 1 ? options : undefined;
}
