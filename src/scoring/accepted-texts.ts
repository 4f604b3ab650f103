import type { JsonValue } from '../formats/json-value.ts';
import { goldOptions } from './gold-options.ts';

/**
 * The texts that a gold value accepts as an answer; undefined where it holds none. A list names several answers, as DocVQA's does; numbers
 * are taken as JSON writes them.
 */
export function acceptedTexts(gold: JsonValue | undefined): readonly string[] | undefined {
  const several = goldOptions(gold) ?? (Array.isArray(gold) ? gold : [gold]);
  const texts = several.flatMap(textsOf);
  return texts.length === 0 ? undefined : texts;
}

function textsOf(value: JsonValue | undefined): readonly string[] {
  if (value === undefined || value === null || typeof value === 'object') return [];
  // Training texts are mostly made by Python's `str`.
  return typeof value === 'boolean' ? [String(value), value ? 'True' : 'False'] : [String(value)];
}
