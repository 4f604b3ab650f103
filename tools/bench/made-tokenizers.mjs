// One small tokenizer of every model, normaliser, pre-tokeniser, post-processor and decoder kind.
import { createRandom } from './random-texts.mjs';

const SEED_TEXT = `the ladder don't we'll naïve été Straße ΣΑΣ hello tokenizer return label 12345 3.14 中文 日本語テスト こんにちは 한국어
हिन्दी ไทย עברית العربية final aaaa abab http://a.b/c?d=e {"a": [1,2]} function foo(bar) { return 1; } and a an of to in is it that was`;

export function byteAlphabet() {
  const printable = (byte) => (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : next++));
}

const toBytes = (text) => [...new TextEncoder().encode(text)].map((byte) => byteAlphabet()[byte]).join('');

/** Trains merges on a text by counting pairs, enough to have some of every length. */
export function trainMerges(words, count) {
  let symbols = words.map((word) => [...word]);
  const merges = [];
  while (merges.length < count) {
    const pairs = new Map();
    for (const word of symbols)
      for (let i = 0; i + 1 < word.length; i++) {
        const key = `${word[i]} ${word[i + 1]}`;
        pairs.set(key, (pairs.get(key) ?? 0) + 1);
      }
    const best = [...pairs].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0];
    if (!best) break;
    const [left, right] = best[0].split(' ');
    merges.push([left, right]);
    symbols = symbols.map((word) => {
      const done = [];
      for (let i = 0; i < word.length; i++) {
        if (word[i] === left && word[i + 1] === right) {
          done.push(left + right);
          i++;
        } else done.push(word[i]);
      }
      return done;
    });
  }
  return merges;
}

/** An entry of `added_tokens`: a special token unless the flags say otherwise. */
export const added = (id, content, flags = {}) => ({
  id,
  content,
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special: true,
  ...flags,
});
/** A tokenizer.json with these parts and none of the others. */
export const file = (parts) => ({
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: [],
  normalizer: null,
  pre_tokenizer: null,
  post_processor: null,
  decoder: null,
  ...parts,
});
const vocabOf = (texts) => Object.fromEntries([...new Set(texts)].map((text, id) => [text, id]));
const words = SEED_TEXT.split(/\s+/);
const bytes = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
const letters = [...new Set([...SEED_TEXT, ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,!?'])];

function bpe(texts, options = {}) {
  const merges = trainMerges(texts, 150);
  const vocab = vocabOf([
    ...(options.front ?? []),
    ...new Set(texts.flatMap((text) => [...text])),
    ...merges.map(([a, b]) => a + b),
  ]);
  const { front, ...settings } = options;
  return {
    type: 'BPE',
    dropout: null,
    unk_token: null,
    continuing_subword_prefix: null,
    end_of_word_suffix: null,
    fuse_unk: false,
    byte_fallback: false,
    ignore_merges: false,
    ...settings,
    vocab,
    merges,
  };
}

const byteWords = words.flatMap((word) => [toBytes(word), toBytes(` ${word}`)]);
const byteModel = (options = {}) => bpe(byteWords, { front: byteAlphabet(), ...options });
const spWords = words.map((word) => `▁${word}`);
const byteLevel = (options = {}) => ({
  type: 'ByteLevel',
  add_prefix_space: false,
  trim_offsets: true,
  use_regex: true,
  ...options,
});
const splitRegex = (pattern, options = {}) => ({
  type: 'Split',
  pattern: { Regex: pattern },
  behavior: 'Isolated',
  invert: false,
  ...options,
});
const O200K =
  "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
const CL100K =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+";
const DEEPSEEK = [
  '[\r\n]',
  '\\s?[A-Za-zµÀ-ÖØ-öø-ƺƼ-ƿǄ-ʓʕ-ʯͰ-ͳͶͷͻ-ͽͿΆΈ-ΊΌΎ-ΡΣ-ϵϷ-ҁҊ-ԯԱ-Ֆ]+',
  '\\s?[!-/:-~！-／：-～‘-‟　-。]+',
  '\\s+$',
  '[一-龥ࠀ-一가-퟿]+',
  '\\p{N}',
];
const DEEPSEEK3 = [
  '\\p{N}{1,3}',
  '[一-龥぀-ゟ゠-ヿ]+',
  '[!"#$%&\'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\r\n]*|\\s*[\r\n]+|\\s+(?!\\S)|\\s+',
];
const seq = (...pretokenizers) => ({ type: 'Sequence', pretokenizers });
const norm = (...normalizers) => ({ type: 'Sequence', normalizers });

function unigram(options = {}) {
  const random = createRandom(7);
  const texts = new Set(['<unk>', ...(options.byte_fallback ? bytes : []), '▁', ...letters]);
  for (const word of spWords)
    for (let i = 0; i < word.length; i++)
      for (let n = 2; n < 6; n++) if (random() < 0.3 && i + n <= word.length) texts.add(word.slice(i, i + n));
  return {
    type: 'Unigram',
    unk_id: 0,
    byte_fallback: false,
    ...options,
    vocab: [...texts]
      .filter((text) => text.isWellFormed())
      .map((text, id) => [text, id === 0 ? 0 : -Math.round(random() * 120) / 10]),
  };
}
function wordPiece(options = {}) {
  const pieces = words.flatMap((word) => [
    word.toLowerCase(),
    word.slice(0, 2),
    `##${word.slice(2)}`,
    `##${word.slice(1, 3)}`,
  ]);
  const all = [
    '[UNK]',
    '[CLS]',
    '[SEP]',
    '[MASK]',
    ...letters.filter((l) => l !== ' '),
    ...letters.map((letter) => `##${letter}`),
    ...pieces,
  ].filter((text) => text.isWellFormed());
  return {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    ...options,
    vocab: vocabOf(all),
  };
}
const wordLevel = () => ({
  type: 'WordLevel',
  unk_token: '<unk>',
  vocab: vocabOf(['<unk>', ...words, ...letters, ...words.map((w) => `▁${w}`), ' ', '12', '34']),
});
const bertNormalizer = (options = {}) => ({
  type: 'BertNormalizer',
  clean_text: true,
  handle_chinese_chars: true,
  strip_accents: null,
  lowercase: true,
  ...options,
});
const special = (name, id) => ({ [name]: { id: name, ids: [id], tokens: [name] } });
const template = {
  type: 'TemplateProcessing',
  single: [
    { SpecialToken: { id: '[CLS]', type_id: 0 } },
    { Sequence: { id: 'A', type_id: 0 } },
    { SpecialToken: { id: '[SEP]', type_id: 0 } },
  ],
  pair: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 1 } }],
  special_tokens: { ...special('[CLS]', 1), ...special('[SEP]', 2) },
};

export function madeTokenizers() {
  const level = (pre_tokenizer, normalizer = null) => file({ model: wordLevel(), pre_tokenizer, normalizer });
  const all = {
    gpt2: file({
      model: byteModel(),
      pre_tokenizer: byteLevel(),
      decoder: byteLevel(),
      post_processor: byteLevel({ trim_offsets: false }),
    }),
    'gpt2-prefix-trim': file({
      model: byteModel(),
      pre_tokenizer: byteLevel({ add_prefix_space: true }),
      decoder: byteLevel(),
      post_processor: byteLevel({ add_prefix_space: true, trim_offsets: true }),
    }),
    'gpt2-trim-template': file({
      model: byteModel(),
      pre_tokenizer: byteLevel({ add_prefix_space: true }),
      decoder: byteLevel(),
      added_tokens: [
        added(0, '<mask>', { lstrip: true }),
        added(0, '  ', { special: false, normalized: true }),
        added(0, '<r>', { rstrip: true }),
      ],
      post_processor: { type: 'Sequence', processors: [byteLevel({ add_prefix_space: false }), template] },
    }),
    'roberta-prefix': file({
      model: byteModel(),
      pre_tokenizer: byteLevel({ add_prefix_space: true }),
      decoder: byteLevel(),
      post_processor: {
        type: 'RobertaProcessing',
        sep: ['</s>', 2],
        cls: ['<s>', 0],
        trim_offsets: true,
        add_prefix_space: true,
      },
    }),
    'ignore-merges': file({
      model: byteModel({ ignore_merges: true }),
      pre_tokenizer: seq(splitRegex(CL100K), byteLevel({ use_regex: false })),
      decoder: byteLevel(),
    }),
    o200k: file({
      model: byteModel(),
      pre_tokenizer: seq(splitRegex(O200K), byteLevel({ use_regex: false })),
      decoder: byteLevel(),
      added_tokens: [added(0, '<|x|>'), added(0, '<|xy|>'), added(0, 'ladder', { single_word: true, special: false })],
    }),
    deepseek: file({
      model: byteModel(),
      pre_tokenizer: seq(...DEEPSEEK.map((p) => splitRegex(p)), byteLevel({ use_regex: false })),
      decoder: byteLevel(),
    }),
    deepseek3: file({
      model: byteModel(),
      pre_tokenizer: seq(...DEEPSEEK3.map((p) => splitRegex(p)), byteLevel({ use_regex: false })),
      decoder: byteLevel(),
      normalizer: norm(),
    }),
    'byte-normalizer': file({
      model: byteModel(),
      normalizer: norm({ type: 'NFC' }, { type: 'ByteLevel' }),
      decoder: byteLevel(),
    }),
    'byte-digits': file({
      model: byteModel(),
      pre_tokenizer: seq(
        { type: 'Digits', individual_digits: true },
        { type: 'Punctuation', behavior: 'Contiguous' },
        byteLevel(),
      ),
      normalizer: { type: 'NFKC' },
      decoder: byteLevel(),
    }),
    'byte-incomplete': file({
      model: bpe(byteWords, { unk_token: 'Ġ' }),
      pre_tokenizer: byteLevel(),
      decoder: byteLevel(),
    }),
    'byte-incomplete-drop': file({ model: bpe(byteWords), pre_tokenizer: byteLevel(), decoder: byteLevel() }),
    'spbpe-first': file({
      model: bpe(spWords, { front: ['<unk>', ...bytes], unk_token: '<unk>', byte_fallback: true, fuse_unk: true }),
      pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'first', split: false },
      decoder: {
        type: 'Sequence',
        decoders: [
          { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
          { type: 'ByteFallback' },
          { type: 'Fuse' },
          { type: 'Strip', content: ' ', start: 1, stop: 0 },
        ],
      },
      added_tokens: [
        added(0, '<s>', { normalized: true }),
        added(0, '<e>', { rstrip: true, lstrip: true }),
        added(0, 'LADDER', { normalized: true, special: false, single_word: true }),
      ],
    }),
    'spbpe-unk-fused': file({
      model: bpe(spWords, { front: ['<unk>'], unk_token: '<unk>', fuse_unk: true }),
      normalizer: norm({ type: 'Prepend', prepend: '▁' }, { type: 'Replace', pattern: { String: ' ' }, content: '▁' }),
      decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
    }),
    'spbpe-unk': file({
      model: bpe(spWords, { front: ['<unk>'], unk_token: '<unk>' }),
      pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'never', split: true },
      decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'never', split: true },
    }),
    'bpe-drop': file({
      model: bpe(spWords),
      pre_tokenizer: { type: 'Metaspace', replacement: '▁', add_prefix_space: true },
    }),
    'bpe-partial-fallback': file({
      model: bpe(spWords, {
        front: ['<unk>', ...bytes.slice(0, 0xd0)],
        unk_token: '<unk>',
        byte_fallback: true,
        fuse_unk: true,
      }),
      pre_tokenizer: { type: 'WhitespaceSplit' },
    }),
    clip: file({
      model: bpe(
        words.flatMap((w) => [w, `${w}</w>`]),
        { unk_token: '<unk>', front: ['<unk>', ...letters.map((l) => `${l}</w>`)], end_of_word_suffix: '</w>' },
      ),
      normalizer: norm(
        { type: 'NFC' },
        { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' },
        { type: 'Lowercase' },
      ),
      pre_tokenizer: splitRegex("'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+", {
        behavior: 'Removed',
        invert: true,
      }),
      decoder: { type: 'BPEDecoder', suffix: '</w>' },
      post_processor: { type: 'BertProcessing', sep: ['x', 1], cls: ['y', 2] },
    }),
    unigram: file({
      model: unigram(),
      pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
      normalizer: norm(
        { type: 'Nmt' },
        { type: 'NFKC' },
        { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' },
      ),
      decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
      post_processor: template,
    }),
    'unigram-bytes': file({
      model: unigram({ byte_fallback: true }),
      pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'first', split: true },
      normalizer: { type: 'Strip', strip_left: true, strip_right: true },
      added_tokens: [added(0, '<s>'), added(0, 'hello', { normalized: true, special: false, rstrip: true })],
    }),
    'unigram-t5': file({
      model: unigram(),
      normalizer: norm({ type: 'NFKC' }, { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' }),
      pre_tokenizer: seq(
        { type: 'WhitespaceSplit' },
        { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
      ),
      post_processor: template,
    }),
    'spbpe-plain': file({
      model: bpe(spWords, { front: ['<unk>', ...bytes], unk_token: '<unk>', byte_fallback: true, fuse_unk: true }),
      normalizer: norm({ type: 'Prepend', prepend: '▁' }, { type: 'Replace', pattern: { String: ' ' }, content: '▁' }),
      pre_tokenizer: { type: 'Split', pattern: { String: ' ' }, behavior: 'MergedWithPrevious', invert: false },
      added_tokens: [added(0, '<s>'), added(0, '<e>', { rstrip: true, lstrip: true })],
    }),
    'spbpe-metaspace': file({
      model: bpe(spWords, { front: ['<unk>'], unk_token: '<unk>', fuse_unk: true }),
      normalizer: { type: 'NFC' },
      pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: false },
    }),
    'unigram-whole': file({
      model: unigram(),
      normalizer: norm(
        { type: 'StripAccents' },
        { type: 'Lowercase' },
        { type: 'Replace', pattern: { String: ' ' }, content: '▁▁' },
      ),
    }),
    bert: file({
      model: wordPiece(),
      normalizer: bertNormalizer(),
      pre_tokenizer: { type: 'BertPreTokenizer' },
      decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
      post_processor: template,
      added_tokens: [
        added(1, '[CLS]'),
        added(2, '[SEP]'),
        added(3, '[MASK]', { lstrip: true }),
        added(9, 'ÉTÉ', { normalized: true, special: false }),
      ],
    }),
    'bert-cased': file({
      model: wordPiece({ max_input_chars_per_word: 12 }),
      normalizer: bertNormalizer({ lowercase: false, strip_accents: true, handle_chinese_chars: false }),
      pre_tokenizer: { type: 'Whitespace' },
      decoder: { type: 'WordPiece', prefix: '##', cleanup: false },
    }),
    ctc: file({
      model: wordLevel(),
      pre_tokenizer: splitRegex('', { pattern: { String: '' } }),
      decoder: { type: 'CTC', pad_token: 'a', word_delimiter_token: 'b', cleanup: true },
    }),
    nfd: level({ type: 'Whitespace' }, norm({ type: 'NFD' }, { type: 'StripAccents' })),
    nfkd: level({ type: 'WhitespaceSplit' }, { type: 'NFKD' }),
    'strip-left': level(
      { type: 'CharDelimiterSplit', delimiter: 'a' },
      { type: 'Strip', strip_left: true, strip_right: false },
    ),
    scripts: level({ type: 'UnicodeScripts' }),
    digits: level(
      seq({ type: 'Digits', individual_digits: false }, { type: 'Punctuation', behavior: 'MergedWithPrevious' }),
    ),
    fixed: level({ type: 'FixedLength', length: 3 }),
    'bert-pre': level({ type: 'BertPreTokenizer' }, { type: 'Lowercase' }),
    'replace-longer': level(
      { type: 'Whitespace' },
      norm(
        { type: 'Replace', pattern: { Regex: '[aeiou]' }, content: '<v>' },
        { type: 'NFC' },
        { type: 'Prepend', prepend: 'p p' },
      ),
    ),
  };
  for (const behavior of ['Removed', 'Isolated', 'MergedWithPrevious', 'MergedWithNext', 'Contiguous']) {
    all[`split-${behavior}`] = level(splitRegex('\\s+|\\p{P}|^a|b$|(?=q)', { behavior }));
    all[`split-${behavior}-inverted`] = level(
      splitRegex('(?i)[a-m]+\\b|\\d{2,3}?|(?>x+|y)|\\w', { behavior, invert: true }),
    );
    all[`split-${behavior}-text`] = level({ type: 'Split', pattern: { String: 'a' }, behavior, invert: false });
  }
  return all;
}
