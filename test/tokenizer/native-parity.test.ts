import fc from 'fast-check';
import { Tokenizer as NativeTokenizer } from 'tokenizers';
import { describe, expect, it } from 'vitest';
import { charToToken } from '../../src/tokenizer/char-to-token.ts';
import { loadTokenizer } from '../../src/tokenizer/load-tokenizer.ts';
import { tryLoadTokenizer } from '../../src/tokenizer/try-load-tokenizer.ts';
// @ts-expect-error plain JavaScript shared with the long fuzz run
import { madeTokenizers } from '../../tools/bench/made-tokenizers.mjs';
// @ts-expect-error plain JavaScript shared with the long fuzz run
import { createTexts } from '../../tools/bench/random-texts.mjs';

interface TokenizerFile {
  readonly added_tokens: readonly { readonly content: string }[];
}

const files: Record<string, TokenizerFile> = madeTokenizers();
const ROUNDS = 120;

// A word level tokenizer without its unknown token fails in both; what counts is that both do.
describe('the native library agrees', () => {
  it.each(Object.entries(files))('%s: ids, offsets and decoded text of adversarial texts', async (_, file) => {
    const ours = loadTokenizer({ tokenizerJson: file });
    const native = NativeTokenizer.fromString(JSON.stringify(file));
    const next: () => string = createTexts(
      2026,
      file.added_tokens.map((token) => token.content),
    );
    for (let round = 0; round < ROUNDS; round++) {
      const text = next();
      const expected = await native.encode(text);
      const found = ours.encode(text, { offsetUnit: 'codePoint' });
      expect({ text, ids: found.ids, offsets: found.offsets }).toEqual({
        text,
        ids: expected.getIds(),
        offsets: expected.getOffsets(),
      });
      expect(ours.decode(found.ids, { skipSpecialTokens: true })).toBe(await native.decode(expected.getIds(), true));
    }
  });
});

describe('offsets', () => {
  it.each(Object.entries(files))('%s: lie inside the text', (_, file) => {
    const tokenizer = loadTokenizer({ tokenizerJson: file });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) => {
        for (const [start, end] of tokenizer.encode(text).offsets) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('find the token of a position as transformers does', () => {
    const tokenizer = loadTokenizer({ tokenizerJson: files.gpt2 });
    const encoding = tokenizer.encode('hello ladder');
    const position = charToToken(encoding, 7) ?? -1;
    const [start, end] = encoding.offsets[position] ?? [0, 0];
    expect(start <= 7 && 7 < end).toBe(true);
    expect(charToToken(encoding, 12)).toBeUndefined();
  });
});

describe('what cannot be run is refused by name', () => {
  const made = files.gpt2 ?? {};
  const model = { type: 'BPE', vocab: { a: 0 }, merges: [] };
  it.each([
    ['normalizer.type', { normalizer: { type: 'Cyrillic' } }],
    [
      'normalizer.normalizers[1].type',
      { normalizer: { type: 'Sequence', normalizers: [{ type: 'NFC' }, { type: 'X' }] } },
    ],
    ['pre_tokenizer.type', { pre_tokenizer: { type: 'Magic' } }],
    [
      'pre_tokenizer.pattern.Regex',
      { pre_tokenizer: { type: 'Split', pattern: { Regex: '(a)\\1' }, behavior: 'Isolated', invert: false } },
    ],
    ['post_processor.type', { post_processor: { type: 'Magic' } }],
    ['decoder.type', { decoder: { type: 'Magic' } }],
    ['model.type', { model: { ...model, type: 'Neural' } }],
    ['model.dropout', { model: { ...model, dropout: 0.1 } }],
    ['model.merges', { model: { type: 'BPE', vocab: {} } }],
    ['model.merges[0]', { model: { ...model, merges: [['a', 'b']] } }],
    ['model.merges[0]', { model: { ...model, merges: ['a'] } }],
    ['model.unk_id', { model: { type: 'Unigram', unk_id: 4, vocab: [['a', 0]] } }],
    ['normalizer.precompiled_charsmap', { normalizer: { type: 'Precompiled', precompiled_charsmap: 'AAAA' } }],
  ])('%s', (key, damage) => {
    const result = tryLoadTokenizer({ tokenizerJson: { ...made, ...damage } });
    expect(result.ok ? undefined : result.problem.key).toBe(key);
  });
});

describe('hostile texts', () => {
  it('lone surrogates and NUL are encoded as the library encodes them', async () => {
    const file = files.gpt2 ?? {};
    const native = NativeTokenizer.fromString(JSON.stringify(file));
    const text = 'a\ud800\0b\udc00 \ud83e';
    expect(loadTokenizer({ tokenizerJson: file }).encode(text).ids).toEqual((await native.encode(text)).getIds());
  });

  it.each(['gpt2', 'o200k', 'spbpe-first', 'unigram', 'bert'])('%s: a megabyte without whitespace ends', (name) => {
    const text = 'abcdefghij'.repeat(100_000);
    const { offsets } = loadTokenizer({ tokenizerJson: files[name] }).encode(text, { addSpecialTokens: false });
    expect(offsets.at(-1)?.[1]).toBe(text.length);
  });
});
