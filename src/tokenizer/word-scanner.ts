import * as v from 'valibot';
import { knownScanner } from './known-scanners.ts';
import { GPT2_PATTERN } from './pre-tokenizer.ts';
import { type EachMatch, eachRegexMatch } from './text-pattern.ts';
import { translateRegex } from './translate-regex.ts';

const byteLevel = v.looseObject({
  type: v.literal('ByteLevel'),
  add_prefix_space: v.literal(false),
  use_regex: v.optional(v.boolean(), true),
});
const split = v.looseObject({
  type: v.literal('Split'),
  pattern: v.strictObject({ Regex: v.string() }),
  behavior: v.literal('Isolated'),
  invert: v.literal(false),
});
const splitThenBytes = v.looseObject({
  type: v.literal('Sequence'),
  pretokenizers: v.strictTuple([split, v.looseObject({ ...byteLevel.entries, use_regex: v.literal(false) })]),
});

function scanner(pattern: string): EachMatch {
  return knownScanner(pattern) ?? eachRegexMatch(new RegExp(translateRegex(pattern, 'pre_tokenizer'), 'gv'));
}

/**
 * How the words of a byte-level tokenizer are found directly in the text, undefined when its pre-tokeniser does more than one
 * split, or its normaliser can leave characters without a place (then the library's accounting has to be followed).
 */
export function byteLevelScan(preTokenizer: unknown, normalizer: unknown): EachMatch | undefined {
  if (JSON.stringify(normalizer ?? null).includes('"Precompiled"')) return undefined;
  const plain = v.safeParse(byteLevel, preTokenizer);
  if (plain.success && plain.output.use_regex) return scanner(GPT2_PATTERN);
  const sequence = v.safeParse(splitThenBytes, preTokenizer);
  return sequence.success ? scanner(sequence.output.pretokenizers[0].pattern.Regex) : undefined;
}
