import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { Tokenizer as NativeTokenizer } from 'tokenizers';
import { describe, expect, it } from 'vitest';
import { loadTokenizer } from '../../src/tokenizer/load-tokenizer.ts';
import { TokenizerError } from '../../src/tokenizer/tokenizer-error.ts';
import { tryLoadTokenizer } from '../../src/tokenizer/try-load-tokenizer.ts';

const BYTE_LEVEL = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: true };
const END = {
  id: 256,
  content: '<|end|>',
  special: true,
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
};

function byteAlphabet(): string[] {
  const printable = (byte: number) => (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : next++));
}

function tokenizerFile(model: object, decoder: object | null, added: readonly object[] = []): object {
  return {
    version: '1.0',
    added_tokens: added,
    normalizer: null,
    pre_tokenizer: null,
    post_processor: null,
    decoder,
    model,
  };
}

const byteModel = {
  type: 'BPE',
  vocab: Object.fromEntries(byteAlphabet().map((text, byte) => [text, byte])),
  merges: [],
};
const byteFile = { ...tokenizerFile(byteModel, BYTE_LEVEL, [END]), pre_tokenizer: BYTE_LEVEL };

const bytes = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
const spTexts = [...bytes, '▁', '▁safe', 'un', 'é', '<0xZZ>'];
const spModel = {
  type: 'BPE',
  byte_fallback: true,
  vocab: Object.fromEntries(spTexts.map((text, id) => [text, id])),
  merges: [],
};
const spDecoder = {
  type: 'Sequence',
  decoders: [
    { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
    { type: 'ByteFallback' },
    { type: 'Fuse' },
    { type: 'Strip', content: ' ', start: 1, stop: 0 },
  ],
};
const wordPieceFile = tokenizerFile(
  {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: { '[UNK]': 0, un: 1, '##safe': 2, don: 3, "'": 4, t: 5, '.': 6 },
  },
  { type: 'WordPiece', prefix: '##', cleanup: true },
);

const files: Record<string, object> = {
  'byte-level': byteFile,
  'byte fallback': tokenizerFile(spModel, spDecoder, [{ ...END, id: 261 }]),
  metaspace: tokenizerFile(
    {
      type: 'Unigram',
      unk_id: 0,
      vocab: [
        ['<unk>', 0],
        ['▁safe', -1],
        ['un', -2],
        ['▁', -3],
      ],
    },
    { type: 'Metaspace', replacement: '▁', prepend_scheme: 'first', split: true },
  ),
  'word pieces': wordPieceFile,
  'end-of-word suffix': tokenizerFile(
    { type: 'BPE', vocab: { 'un</w>': 0, safe: 1, 't</w>': 2 }, merges: [] },
    { type: 'BPEDecoder', suffix: '</w>' },
  ),
  'no decoder': tokenizerFile({ type: 'WordLevel', unk_token: 'x', vocab: { a: 0, b: 1, x: 2 } }, null),
};

describe('decode', () => {
  it.each(Object.entries(files))('%s: any ids decode as the native library decodes them', async (_, file) => {
    const tokenizer = loadTokenizer({ tokenizerJson: file });
    const native = NativeTokenizer.fromString(JSON.stringify(file));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: tokenizer.vocabSize + 2 }), { maxLength: 20 }), async (ids) => {
        expect(tokenizer.decode(ids)).toBe(await native.decode(ids, false));
        expect(tokenizer.decode(ids, { skipSpecialTokens: true })).toBe(await native.decode(ids, true));
      }),
    );
  });
});

describe('pieces', () => {
  const byteTokenizer = loadTokenizer({ tokenizerJson: byteFile });

  it('gives every byte of a character the range of that character', () => {
    const ids = [...new TextEncoder().encode('a🪜é')];
    expect(byteTokenizer.pieces(ids)).toEqual({
      text: 'a🪜é',
      offsets: [
        [0, 1],
        [1, 3],
        [1, 3],
        [1, 3],
        [1, 3],
        [3, 4],
        [3, 4],
      ],
    });
  });

  it('shows a cut character as one replacement character, and a byte order mark as itself', () => {
    expect(byteTokenizer.pieces([0xf0, 0x9f, 0x41])).toEqual({
      text: '\ufffdA',
      offsets: [
        [0, 1],
        [0, 1],
        [1, 2],
      ],
    });
    expect(byteTokenizer.pieces([0xef, 0xbb, 0xbf, 0x41]).text).toBe('\ufeffA');
  });

  it('shows special tokens as written and ids that are no token', () => {
    expect(byteTokenizer.pieces([65, 256, 99_999, -100]).text).toBe('A<|end|>⟨id 99999⟩⟨id -100⟩');
    expect(byteTokenizer.decode([65, 256, 99_999], { skipSpecialTokens: true })).toBe('A');
  });

  it('keeps the text of an added token that a byte-level decoder would garble', () => {
    const tokenizer = loadTokenizer({ tokenizerJson: { ...byteFile, added_tokens: [{ ...END, content: '<é▁>' }] } });
    expect(tokenizer.pieces([65, 256]).text).toBe('A<é▁>');
  });

  it('keeps the leading space that decoding strips', () => {
    const tokenizer = loadTokenizer({ tokenizerJson: files['byte fallback'] });
    expect(tokenizer.pieces([257, 258])).toEqual({
      text: ' safeun',
      offsets: [
        [0, 5],
        [5, 7],
      ],
    });
    expect(tokenizer.decode([257, 258])).toBe('safeun');
  });

  it('covers the text without gaps, whatever the ids', () => {
    for (const file of Object.values(files)) {
      const tokenizer = loadTokenizer({ tokenizerJson: file });
      fc.assert(
        fc.property(fc.array(fc.integer({ min: -1, max: tokenizer.vocabSize + 1 }), { maxLength: 30 }), (ids) => {
          const { text, offsets } = tokenizer.pieces(ids);
          expect(offsets).toHaveLength(ids.length);
          let end = 0;
          for (const [from, to] of offsets) {
            expect(from).toBeLessThanOrEqual(end);
            end = Math.max(end, to);
          }
          expect(end).toBe(text.length);
        }),
      );
    }
  });
});

describe('encode', () => {
  it('gives exact offsets where the tokens spell the text', () => {
    const { ids, offsets, offsetsExact } = loadTokenizer({ tokenizerJson: byteFile }).encode('é <|end|>');
    expect(ids).toEqual([0xc3, 0xa9, 0x20, 256]);
    expect(offsets).toEqual([
      [0, 1],
      [0, 1],
      [1, 2],
      [2, 9],
    ]);
    expect(offsetsExact).toBe(true);
  });

  it('gives a composed character the place of its base, as the library does', () => {
    const file = { ...byteFile, normalizer: { type: 'NFC' } };
    const { offsets } = loadTokenizer({ tokenizerJson: file }).encode('e\u0301!');
    expect(offsets).toEqual([
      [0, 1],
      [0, 1],
      [2, 3],
    ]);
  });

  it('counts in code points on request', () => {
    const tokenizer = loadTokenizer({ tokenizerJson: byteFile });
    expect(tokenizer.encode('🪜!').offsets.at(-1)).toEqual([2, 3]);
    expect(tokenizer.encode('🪜!', { offsetUnit: 'codePoint' }).offsets.at(-1)).toEqual([1, 2]);
  });
});

describe('the vocabulary', () => {
  it('knows its tokens, and the special ones that only tokenizer_config.json names', () => {
    const tokenizer = loadTokenizer({
      tokenizerJson: byteFile,
      tokenizerConfig: {
        pad_token: 'A',
        eos_token: { content: '<|end|>' },
        added_tokens_decoder: { '300': { content: '<image>', special: false } },
      },
    });
    // transformers numbers it from the end of the vocabulary, whatever id the configuration gives.
    expect(tokenizer.vocabSize).toBe(258);
    expect(tokenizer.tokenId('<image>')).toBe(257);
    expect(tokenizer.tokenText(32)).toBe('Ġ');
    expect(tokenizer.tokenText(280)).toBeUndefined();
    expect([...tokenizer.specialIds].sort()).toEqual([256, 65]);
    expect(tokenizer.addedTokens).toEqual([
      { id: 65, content: 'A', special: true },
      { id: 256, content: '<|end|>', special: true },
      { id: 257, content: '<image>', special: false },
    ]);
  });
});

describe('damaged files', () => {
  it.each([
    ['no model', '{}', 'model'],
    ['no JSON', '{"model":', 'tokenizer.json'],
    ['a list', '[]', 'model'],
    ['an id that is no number', { model: { vocab: { a: 'b' } } }, 'model.vocab["a"]'],
    ['a huge id', { model: { vocab: { a: 1e12 } } }, 'model.vocab["a"]'],
    ['a list of texts', { model: { vocab: ['a'] } }, 'model.vocab[0]'],
    [
      'a step without its settings',
      { model: { vocab: {} }, decoder: { type: 'Sequence', decoders: [{ type: 'Replace' }] } },
      'decoder.decoders[0].pattern',
    ],
    ['an added token without an id', { model: { vocab: {} }, added_tokens: [{ content: 'x' }] }, 'added_tokens.0.id'],
  ])('%s: the problem names the place', (_, tokenizerJson, key) => {
    const result = tryLoadTokenizer({ tokenizerJson });
    expect(result.ok ? undefined : result.problem.key).toBe(key);
  });

  it('never end in any other error, not even when used', () => {
    fc.assert(
      fc.property(
        fc.object({ key: fc.constantFrom('model', 'vocab', 'decoder', 'type', 'added_tokens', 'a'), maxDepth: 3 }),
        (damage) => {
          try {
            const tokenizer = loadTokenizer({ tokenizerJson: { ...byteFile, ...damage }, tokenizerConfig: damage });
            tokenizer.encode('a');
            tokenizer.pieces([0, 1]);
          } catch (error) {
            expect(error).toBeInstanceOf(TokenizerError);
          }
        },
      ),
    );
  });
});

const PARITY = new URL('../../../shared/parity/', import.meta.url);
const published = [
  'chatml-bytebpe',
  'gemma-spbpe',
  'llama2-spbpe',
  'llama3-bytebpe',
  'trim-offsets-bytebpe',
  'unigram-eos',
].map((name) => `tokenizers/${name}`);
const real = ['phi-2', 'roberta-base', 't5-small'].map((name) => `real-tokenizers/${name}`);

describe.skipIf(!existsSync(PARITY))('against the native library on the reference texts', () => {
  it.each([...published, ...real])(
    '%s: decode is equal, pieces differ by the stripped leading space only',
    async (folder) => {
      const json = readFileSync(new URL(`${folder}/tokenizer.json`, PARITY), 'utf8');
      const tokenizer = loadTokenizer({ tokenizerJson: json });
      const native = NativeTokenizer.fromString(json);
      const texts: string[] = readFileSync(new URL('tokens.jsonl', PARITY), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).text);
      for (const text of texts.filter((_, index) => index % 4 === 0)) {
        const encoding = await native.encode(text, null, { addSpecialTokens: true });
        const ids = encoding.getIds();
        const decoded = await native.decode(ids, false);
        expect(tokenizer.decode(ids)).toBe(decoded);
        const shown = tokenizer.pieces(ids).text;
        expect(shown === decoded || shown === ` ${decoded}`).toBe(true);
      }
    },
  );
});
