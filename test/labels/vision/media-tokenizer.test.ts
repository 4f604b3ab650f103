import { Tokenizer as NativeTokenizer } from 'tokenizers';
import { describe, expect, it } from 'vitest';
import { encodeWithRuns } from '../../../src/labels/vision/encode-with-runs.ts';
import { mediaTokenizer } from '../../../src/labels/vision/media-tokenizer.ts';
import { loadTokenizer } from '../../../src/tokenizer/load-tokenizer.ts';
// @ts-expect-error plain JavaScript shared with the long fuzz run
import { madeTokenizers } from '../../../tools/bench/made-tokenizers.mjs';
// @ts-expect-error plain JavaScript shared with the long fuzz run
import { createTexts } from '../../../tools/bench/random-texts.mjs';

interface TokenizerFile {
  readonly added_tokens: readonly { readonly content: string }[];
}

const files: Record<string, TokenizerFile> = madeTokenizers();
const NEW = ['<image>', '<fake_token_around_image>', '[IMG]'];

describe('tokens added for images are found as the native library finds them', () => {
  it.each(Object.entries(files))('%s', async (_, file) => {
    const ours = mediaTokenizer(loadTokenizer({ tokenizerJson: file }), NEW);
    const native = NativeTokenizer.fromString(JSON.stringify(file));
    native.addSpecialTokens(NEW);
    const known = file.added_tokens.map((token) => token.content);
    const next: () => string = createTexts(7, [...known, ...NEW, ...NEW]);
    for (let round = 0; round < 60; round++) {
      const text = round % 3 === 0 ? next() : `${next()}${NEW[round % 3]}${NEW[(round + 1) % 3]} ${next()}`;
      const expected = await native.encode(text, null, { addSpecialTokens: false });
      expect({ text, ids: ours.ids(text) }).toEqual({ text, ids: expected.getIds() });
      const long = `${text}${'<image>'.repeat(round % 7)}${text}`;
      const token = { text: '<image>', runs: /(?:<image>)+/g };
      expect({ long, ids: encodeWithRuns(ours, long, token) }).toEqual({ long, ids: ours.ids(long) });
    }
    expect(ours.added).toEqual(NEW);
    expect(ours.tokenId('<image>')).toBe(native.tokenToId('<image>'));
  });
});

it('a tokenizer that has the tokens is used as it is', () => {
  const file = files['unigram-bytes'];
  const known = file?.added_tokens.slice(0, 1).map(({ content }) => content) ?? [];
  expect(known.length).toBeGreaterThan(0);
  expect(mediaTokenizer(loadTokenizer({ tokenizerJson: file }), known).added).toEqual([]);
});
