import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { Tokenizer as NativeTokenizer } from 'tokenizers';
import { describe, expect, it } from 'vitest';
import { loadTokenizer } from '../../src/tokenizer/load-tokenizer.ts';
// @ts-expect-error plain JavaScript shared with the long fuzz run
import { madeTokenizers } from '../../tools/bench/made-tokenizers.mjs';

const made: Record<string, object> = madeTokenizers();
const SHARED = new URL('../../../shared/parity/', import.meta.url);
const NAMES = [
  'spbpe-first',
  'spbpe-unk-fused',
  'spbpe-plain',
  'spbpe-metaspace',
  'unigram',
  'unigram-t5',
  'bert',
  'gpt2-prefix-trim',
];
const files: Record<string, object> = Object.fromEntries(NAMES.map((name) => [name, made[name] ?? {}]));
for (const folder of ['tokenizers/llama2-spbpe', 'tokenizers/gemma-spbpe', 'real-tokenizers/t5-small']) {
  const file = new URL(`${folder}/tokenizer.json`, SHARED);
  if (existsSync(file)) files[folder] = JSON.parse(readFileSync(file, 'utf8'));
}

// What could reach across a cut: marks, joiners, characters that extend to the right, blanks, line ends, controls that vanish.
const BORDERS = [
  '',
  ' ',
  '  ',
  '\n',
  '\r\n',
  '\t',
  '\0',
  '\u000b',
  '\u00a0',
  '\u0301',
  '\u0308',
  '\u200d',
  '\u0600',
  '▁',
  'ﬁ',
  '①',
  '한',
  'ㄱ',
  '\u11a8',
  '😀',
  "'s",
  ',',
  '``',
  '\ufffd',
  'İ',
  'ſ',
];
const WORDS = ['the', 'ladder', 'don', 'été', 'Straße', '中文', 'a', 'hello', 'ΣΑΣ', '12345', '{"a":', 'x'.repeat(70)];
const part = fc.tuple(
  fc.constantFrom(...WORDS),
  fc.constantFrom(...BORDERS),
  fc.constantFrom(' ', ' ', ' ', '', '\n'),
  fc.constantFrom(...BORDERS),
);
const text = fc
  .tuple(fc.constantFrom(...BORDERS), fc.array(part, { maxLength: 12 }))
  .map(([front, parts]) => front + parts.flat().join(''));

describe('texts that are encoded chunk by chunk', () => {
  it.each(Object.entries(files))('%s: the native library agrees, and remembering changes nothing', async (_, file) => {
    const tokenizer = loadTokenizer({ tokenizerJson: file });
    const native = NativeTokenizer.fromString(JSON.stringify(file));
    await fc.assert(
      fc.asyncProperty(text, async (given) => {
        const expected = await native.encode(given);
        // Ids first: what is remembered then has to hold the right places all the same.
        expect(tokenizer.encodeIds(given)).toEqual(expected.getIds());
        for (const _ of ['new', 'remembered']) {
          const { ids, offsets } = tokenizer.encode(given, { offsetUnit: 'codePoint' });
          expect({ ids, offsets }).toEqual({ ids: expected.getIds(), offsets: expected.getOffsets() });
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('ids alone', () => {
  it.each(Object.entries(made))('%s: are those of encode, with and without special tokens', (_, file) => {
    const tokenizer = loadTokenizer({ tokenizerJson: file });
    for (const given of ['', 'the ladder <s> hello', " a\u0301 LADDER  don't", '中文 été 😀 12345']) {
      for (const addSpecialTokens of [true, false]) {
        const run = (encode: () => readonly number[]): readonly number[] | string => {
          try {
            return encode();
          } catch (error) {
            return String(error);
          }
        };
        expect(run(() => tokenizer.encodeIds(given, { addSpecialTokens }))).toEqual(
          run(() => tokenizer.encode(given, { addSpecialTokens }).ids),
        );
      }
    }
  });
});

describe('a text and its beginning', () => {
  const added = fc.constantFrom('', '<s>', '<|end|>', '<|im_start|>', '[SEP]', '</s>', '<pad>');
  const chat = fc.array(fc.tuple(added, text), { maxLength: 4 }).map((parts) => parts.flat().join(''));

  it.each(Object.entries(made))('%s: have the ids that they have apart, wherever the beginning ends', (_, file) => {
    const tokenizer = loadTokenizer({ tokenizerJson: file });
    fc.assert(
      fc.property(chat, fc.nat(), fc.boolean(), (given, place, addSpecialTokens) => {
        const end = place % (given.length + 1);
        let prefix: readonly number[];
        let ids: readonly number[];
        try {
          prefix = tokenizer.encodeIds(given.slice(0, end), { addSpecialTokens });
          ids = tokenizer.encodeIds(given, { addSpecialTokens });
        } catch {
          // A character that the model has no token for.
          return;
        }
        expect(tokenizer.encodeContinued(given, end, { addSpecialTokens })).toEqual({
          ids,
          prefixLength: prefix.length,
          isPrefix: prefix.every((id, at) => ids[at] === id),
        });
      }),
      { numRuns: 100 },
    );
  });

  it('are told apart in the middle of a character beyond the basic plane', () => {
    const tokenizer = loadTokenizer({ tokenizerJson: made['gpt2-prefix-trim'] ?? {} });
    const ids = tokenizer.encodeIds('a 😀');
    const { isPrefix, prefixLength } = tokenizer.encodeContinued('a 😀', 3);
    expect(prefixLength).toBe(tokenizer.encodeIds('a \ud83d').length);
    expect(isPrefix).toBe(tokenizer.encodeIds('a \ud83d').every((id, at) => ids[at] === id));
  });
});
