import * as v from 'valibot';
import { once } from '../lib/once.ts';
import { type AlignedText, prependAligned, replaceAligned, sliceAligned, transformAligned } from './aligned-text.ts';
import { byteChanges } from './byte-text.ts';
import { nativeUnicode } from './native-unicode.ts';
import { readSection } from './read-section.ts';
import { setSource } from './set-source.ts';
import { type SplitRule, splitText } from './split-text.ts';
import { type EachMatch, eachRegexMatch, patternSchema, textPattern } from './text-pattern.ts';
import { TokenizerError } from './tokenizer-error.ts';
import { scriptOf } from './unicode-script.ts';
import { wordSet } from './word-set.ts';

export type PreTokenize = (texts: readonly AlignedText[]) => readonly AlignedText[];

const MAX_DEPTH = 8;
const typed = v.looseObject({ type: v.string() });
const behavior = v.picklist(['Removed', 'Isolated', 'MergedWithPrevious', 'MergedWithNext', 'Contiguous']);
const sequence = v.looseObject({ pretokenizers: v.pipe(v.array(typed), v.maxLength(64)) });
const byteLevel = v.looseObject({
  add_prefix_space: v.boolean(),
  trim_offsets: v.boolean(),
  use_regex: v.optional(v.boolean(), true),
});
const split = v.looseObject({ pattern: patternSchema, behavior, invert: v.boolean() });
const character = v.pipe(
  v.string(),
  v.check((text) => [...text].length === 1, 'must be one character'),
);
const metaspace = v.looseObject({
  replacement: character,
  add_prefix_space: v.nullish(v.boolean()),
  prepend_scheme: v.nullish(v.picklist(['first', 'never', 'always'])),
  split: v.optional(v.boolean(), true),
});
const digits = v.looseObject({ individual_digits: v.optional(v.boolean(), false) });
const punctuation = v.looseObject({ behavior: v.optional(behavior, 'Isolated') });
const delimited = v.looseObject({ delimiter: character });
const fixed = v.looseObject({ length: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 5) });

export const GPT2_PATTERN = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

const WHITE_SPACE = '\\p{White_Space}';
const lazily = (source: string): (() => EachMatch) => once(() => eachRegexMatch(new RegExp(source, 'gv')));
const whiteSpace = lazily(WHITE_SPACE);
const words = lazily(`${wordSet}+|[^${WHITE_SPACE}${wordSet}]+`);
const number = lazily('\\p{N}');
const punctuationMark = lazily(`[${setSource(nativeUnicode.punctuation)}]`);

const splitting =
  (rule: SplitRule): PreTokenize =>
  (texts) =>
    texts.flatMap((text) => splitText(text, rule));

function byteLevelStep(settings: v.InferOutput<typeof byteLevel>): PreTokenize {
  const each = settings.use_regex ? textPattern({ Regex: GPT2_PATTERN }, 'pre_tokenizer') : undefined;
  return (texts) =>
    texts
      .map((text) => (settings.add_prefix_space && !text.text.startsWith(' ') ? prependAligned(text, ' ') : text))
      .flatMap((text) => (each ? splitText(text, { each, behavior: 'Isolated' }) : [text]))
      .map((text) => transformAligned(text, byteChanges(text.text)));
}

function metaspaceStep(settings: v.InferOutput<typeof metaspace>, key: string): PreTokenize {
  const { replacement, add_prefix_space } = settings;
  if (add_prefix_space === false && settings.prepend_scheme && settings.prepend_scheme !== 'never') {
    throw new TokenizerError(`${key}.add_prefix_space`, 'contradicts prepend_scheme');
  }
  const scheme = add_prefix_space === false ? 'never' : (settings.prepend_scheme ?? 'always');
  const space = textPattern({ String: ' ' }, key);
  const each = textPattern({ String: replacement }, key);
  return (texts) =>
    texts.flatMap((text) => {
      let marked = replaceAligned(text, space, replacement);
      const prepends = scheme === 'always' || (scheme === 'first' && text.from === 0);
      if (prepends && !marked.text.startsWith(replacement)) marked = prependAligned(marked, replacement);
      return settings.split ? splitText(marked, { each, behavior: 'MergedWithNext' }) : [marked];
    });
}

function cutAt(text: AlignedText, cuts: readonly number[]): AlignedText[] {
  return cuts.flatMap((start, index) => {
    const end = cuts[index + 1];
    return end === undefined || end === start ? [] : [sliceAligned(text, start, end)];
  });
}

// Text in front of the first character that has a script is lost; the library loses it as well.
function scriptCuts(text: string): number[] {
  const cuts: number[] = [];
  let last: string | undefined;
  let at = 0;
  for (const found of text) {
    const script = found === ' ' ? 'Any' : scriptOf(found);
    if (script !== 'Any' && last !== 'Any' && last !== script) cuts.push(at);
    if (script !== 'Any') last = script;
    at += found.length;
  }
  cuts.push(at);
  return cuts;
}

function fixedCuts(text: string, length: number): number[] {
  const cuts: number[] = [];
  let at = 0;
  let count = 0;
  for (const found of text) {
    if (count++ % length === 0) cuts.push(at);
    at += found.length;
  }
  cuts.push(at);
  return cuts;
}

/** The `pre_tokenizer` section. Throws TokenizerError for kinds and settings that are not known. */
export function createPreTokenizer(section: { readonly type: string }, key = 'pre_tokenizer', depth = 0): PreTokenize {
  if (depth > MAX_DEPTH) throw new TokenizerError(key, `is nested more than ${MAX_DEPTH} deep`);
  switch (section.type) {
    case 'Sequence': {
      const { pretokenizers } = readSection(sequence, section, key);
      const steps = pretokenizers.map((step, index) =>
        createPreTokenizer(step, `${key}.pretokenizers[${index}]`, depth + 1),
      );
      return (texts) => steps.reduce((done, step) => step(done), texts);
    }
    case 'ByteLevel':
      return byteLevelStep(readSection(byteLevel, section, key));
    case 'Split': {
      const settings = readSection(split, section, key);
      const each = textPattern(settings.pattern, `${key}.pattern`);
      return splitting({ each, behavior: settings.behavior, invert: settings.invert });
    }
    case 'Metaspace':
      return metaspaceStep(readSection(metaspace, section, key), key);
    case 'Whitespace':
      return splitting({ each: words(), behavior: 'Removed', invert: true });
    case 'WhitespaceSplit':
      return splitting({ each: whiteSpace(), behavior: 'Removed' });
    case 'Digits': {
      const { individual_digits } = readSection(digits, section, key);
      return splitting({ each: number(), behavior: individual_digits ? 'Isolated' : 'Contiguous' });
    }
    case 'Punctuation':
      return splitting({ each: punctuationMark(), behavior: readSection(punctuation, section, key).behavior });
    case 'BertPreTokenizer': {
      const spaces = splitting({ each: whiteSpace(), behavior: 'Removed' });
      const marks = splitting({ each: punctuationMark(), behavior: 'Isolated' });
      return (texts) => marks(spaces(texts));
    }
    case 'CharDelimiterSplit': {
      const { delimiter } = readSection(delimited, section, key);
      return splitting({ each: textPattern({ String: delimiter }, key), behavior: 'Removed' });
    }
    case 'UnicodeScripts':
      return (texts) => texts.flatMap((text) => cutAt(text, scriptCuts(text.text)));
    case 'FixedLength': {
      const { length } = readSection(fixed, section, key);
      return (texts) => texts.flatMap((text) => cutAt(text, fixedCuts(text.text, length)));
    }
    default:
      throw new TokenizerError(`${key}.type`, `${JSON.stringify(section.type)} is not a pre-tokeniser known here`);
  }
}
