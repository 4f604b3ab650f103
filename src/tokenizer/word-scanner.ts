import * as v from 'valibot';
import { classPattern } from './class-pattern.ts';
import { knownScanner } from './known-scanners.ts';
import { GPT2_PATTERN } from './pre-tokenizer.ts';
import { translateRegex } from './translate-regex.ts';
import type { WordEnd } from './word-end.ts';

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
const sequence = v.looseObject({ type: v.literal('Sequence'), pretokenizers: v.array(v.unknown()) });

function splitScan(step: unknown): WordEnd | undefined {
  const read = v.safeParse(split, step);
  if (!read.success) return undefined;
  const { Regex: pattern } = read.output.pattern;
  return knownScanner(pattern) ?? classPattern(translateRegex(pattern, 'pre_tokenizer'))?.wordEnd;
}

function lastScans(step: unknown): readonly WordEnd[] | undefined {
  const read = v.safeParse(byteLevel, step);
  if (!read.success) return undefined;
  const scan = read.output.use_regex ? knownScanner(GPT2_PATTERN) : undefined;
  return scan ? [scan] : [];
}

/**
 * How the words of a byte-level tokenizer are found directly in the text: each scan cuts what the one before has left.
 * Undefined when its pre-tokeniser does more than split at expressions that can be scanned, or its normaliser can leave
 * characters without a place (then the library's accounting has to be followed).
 */
export function byteLevelScans(preTokenizer: unknown, normalizer: unknown): readonly WordEnd[] | undefined {
  if (JSON.stringify(normalizer ?? null).includes('"Precompiled"')) return undefined;
  const read = v.safeParse(sequence, preTokenizer);
  const steps = read.success ? read.output.pretokenizers : [preTokenizer];
  const last = lastScans(steps[steps.length - 1]);
  if (!last) return undefined;
  const scans: WordEnd[] = [];
  for (const step of steps.slice(0, -1)) {
    const scan = splitScan(step);
    if (!scan) return undefined;
    scans.push(scan);
  }
  return scans.length + last.length === 0 ? undefined : [...scans, ...last];
}
