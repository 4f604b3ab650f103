import * as v from 'valibot';
import { type AlignedText, type Change, prependAligned, replaceAligned, transformAligned } from './aligned-text.ts';
import { byteChanges } from './byte-text.ts';
import { type CodePointTest, codePointSet } from './code-point-set.ts';
import { graphemeClusters } from './grapheme-clusters.ts';
import { mapPlainText } from './map-plain-text.ts';
import { nativeUnicode } from './native-unicode.ts';
import { precompiledChanges } from './precompiled-charsmap.ts';
import { readSection } from './read-section.ts';
import { setSource } from './set-source.ts';
import { patternSchema, textPattern } from './text-pattern.ts';
import { TokenizerError } from './tokenizer-error.ts';
import { type NormalForm, normalFormChanges } from './unicode-normal-form.ts';

export type Normalize = (text: AlignedText) => AlignedText;

// Published normalisers are a sequence of at most ten steps, one level deep.
const MAX_DEPTH = 8;
const typed = v.looseObject({ type: v.string() });
const sequence = v.looseObject({ normalizers: v.pipe(v.array(typed), v.maxLength(64)) });
const replacing = v.looseObject({ pattern: patternSchema, content: v.string() });
const stripping = v.looseObject({ strip_left: v.boolean(), strip_right: v.boolean() });
const prepending = v.looseObject({ prepend: v.string() });
const charsmap = v.looseObject({ precompiled_charsmap: v.string() });
const bert = v.looseObject({
  clean_text: v.boolean(),
  handle_chinese_chars: v.boolean(),
  strip_accents: v.nullish(v.boolean()),
  lowercase: v.boolean(),
});

const WHITE_SPACE = /^\p{White_Space}$/u;
const codePointOf = (character: string): number => character.codePointAt(0) ?? 0;

function filtered(text: AlignedText, removed: CodePointTest): AlignedText {
  const changes: { text: string; change: number }[] = [];
  let skipped = 0;
  let any = false;
  for (const character of text.text) {
    const last = changes[changes.length - 1];
    if (!removed(codePointOf(character))) changes.push({ text: character, change: 0 });
    else {
      any = true;
      if (last) last.change--;
      else skipped++;
    }
  }
  return any ? transformAligned(text, changes, changes.length === 0 ? 0 : skipped) : text;
}

function mapped(text: AlignedText, map: (character: string) => string): AlignedText {
  let same = true;
  let sameLength = true;
  const changes: Change[] = [];
  for (const character of text.text) {
    let change = 0;
    const target = map(character);
    if (target !== character) same = false;
    if (target.length !== character.length) sameLength = false;
    for (const part of target) {
      changes.push({ text: part, change });
      change = 1;
    }
    if (change === 0) sameLength = false;
  }
  if (same) return text;
  // Without characters from nowhere in front, a change one to one leaves every place as it is.
  if (sameLength && !text.alignment) return { ...text, text: changes.map((part) => part.text).join('') };
  return transformAligned(text, changes);
}

const UNCHANGED_BELOW = {
  NFC: /[^\0-\u02ff]/,
  NFD: /[^\0-\u00bf]/,
  NFKC: /[^\0-\u009f]/,
  NFKD: /[^\0-\u009f]/,
} as const;
const { notDecomposed, notCompatible, notReordered } = nativeUnicode;
const unusual = new RegExp(`[${[notDecomposed, notCompatible, notReordered].map(setSource).join('')}]`, 'u');

function normalForm(form: NormalForm): Normalize {
  return (text) => {
    if (!UNCHANGED_BELOW[form].test(text.text)) return text;
    if (text.text.normalize(form) === text.text && !unusual.test(text.text)) return text;
    return transformAligned(text, normalFormChanges(text.text, form));
  };
}

function strip({ strip_left, strip_right }: v.InferOutput<typeof stripping>): Normalize {
  return (text) => {
    const characters = [...text.text];
    let first = 0;
    let end = characters.length;
    while (strip_left && first < end && WHITE_SPACE.test(characters[first] ?? '')) first++;
    while (strip_right && end > first && WHITE_SPACE.test(characters[end - 1] ?? '')) end--;
    const trailing = characters.length - end;
    if (first === 0 && trailing === 0) return text;
    const kept = characters.slice(first, end);
    const changes = kept.map((part, index) => ({ text: part, change: index === kept.length - 1 ? -trailing : 0 }));
    return transformAligned(text, changes, first);
  };
}

const cjk = codePointSet('3400-4dbf 4e00-9fff f900-faff 20000-2a6df 2a700-2b81f 2b920-2ceaf 2f800-2fa1f');
const bertRemoved = codePointSet(nativeUnicode.bertRemoved);
const nonspacing = codePointSet(nativeUnicode.nonspacingMark);
const combining = codePointSet(nativeUnicode.combiningMark);
const nmtRemoved = codePointSet('1-8 b e-1f 7f 8f 9f');
const nmtSpace = codePointSet('9-a c-d 1680 200b-200f 2028-2029 2581 feff fffd');
const lowercase: Normalize = (text) => mapped(text, (character) => character.toLowerCase());

function bertNormalizer(settings: v.InferOutput<typeof bert>): Normalize {
  const decompose = normalForm('NFD');
  const steps: Normalize[] = [];
  if (settings.clean_text) {
    steps.push((text) => filtered(text, bertRemoved));
    steps.push((text) => mapped(text, (character) => (WHITE_SPACE.test(character) ? ' ' : character)));
  }
  if (settings.handle_chinese_chars) {
    steps.push((text) => mapped(text, (character) => (cjk(codePointOf(character)) ? ` ${character} ` : character)));
  }
  if (settings.strip_accents ?? settings.lowercase) steps.push((text) => filtered(decompose(text), nonspacing));
  if (settings.lowercase) steps.push(lowercase);
  return inOrder(steps);
}

function inOrder(steps: readonly Normalize[]): Normalize {
  return (text) => steps.reduce((done, step) => step(done), text);
}

/** The `normalizer` section. Throws TokenizerError for kinds and settings that are not known. */
export function createNormalizer(section: { readonly type: string }, key = 'normalizer', depth = 0): Normalize {
  if (depth > MAX_DEPTH) throw new TokenizerError(key, `is nested more than ${MAX_DEPTH} deep`);
  switch (section.type) {
    case 'Sequence': {
      const { normalizers } = readSection(sequence, section, key);
      return inOrder(
        normalizers.map((step, index) => createNormalizer(step, `${key}.normalizers[${index}]`, depth + 1)),
      );
    }
    case 'NFC':
    case 'NFD':
    case 'NFKC':
    case 'NFKD':
      return normalForm(section.type);
    case 'Lowercase':
      return lowercase;
    case 'Strip':
      return strip(readSection(stripping, section, key));
    case 'StripAccents':
      return (text) => filtered(text, combining);
    case 'Replace': {
      const { pattern, content } = readSection(replacing, section, key);
      const each = textPattern(pattern, `${key}.pattern`);
      return (text) => replaceAligned(text, each, content);
    }
    case 'Prepend': {
      const { prepend } = readSection(prepending, section, key);
      return (text) => prependAligned(text, prepend);
    }
    case 'Precompiled': {
      const { precompiled_charsmap: base64 } = readSection(charsmap, section, key);
      const changesOf = precompiledChanges(base64, `${key}.precompiled_charsmap`, graphemeClusters);
      const plain = mapPlainText(
        (character) =>
          changesOf(character)
            ?.map((part) => part.text)
            .join('') ?? character,
      );
      return (text) => {
        const mappedText = text.alignment ? undefined : plain(text.text);
        if (mappedText !== undefined) return mappedText === text.text ? text : { ...text, text: mappedText };
        const changes = changesOf(text.text);
        return changes ? transformAligned(text, changes) : text;
      };
    }
    case 'BertNormalizer':
      return bertNormalizer(readSection(bert, section, key));
    case 'Nmt':
      return (text) =>
        mapped(filtered(text, nmtRemoved), (character) => (nmtSpace(codePointOf(character)) ? ' ' : character));
    case 'ByteLevel':
      return (text) => (text.text === '' ? text : transformAligned(text, byteChanges(text.text)));
    default:
      throw new TokenizerError(`${key}.type`, `${JSON.stringify(section.type)} is not a normaliser known here`);
  }
}
