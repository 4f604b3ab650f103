/** A byte-level BPE without merges: every byte is a token, and ChatML's markers are special tokens behind them. */
export const specialTokens = ['<|endoftext|>', '<|im_start|>', '<|im_end|>'] as const;

/** GPT-2's byte alphabet: printable bytes stand for themselves, the others are moved behind U+0100. */
const alphabet = (() => {
  const printable = (byte: number) => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  let moved = 0;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(printable(byte) ? byte : 256 + moved++));
})();

export const specialIds: Readonly<Record<(typeof specialTokens)[number], number>> = {
  '<|endoftext|>': 256,
  '<|im_start|>': 257,
  '<|im_end|>': 258,
};

/** Ids of a text: the id of a byte is its value. */
export function encode(text: string): number[] {
  const parts = text.split(/(<\|endoftext\|>|<\|im_start\|>|<\|im_end\|>)/);
  return parts.flatMap((part) => {
    const special = specialTokens.find((token) => token === part);
    return special ? [specialIds[special]] : [...new TextEncoder().encode(part)];
  });
}

export const tokenizerJson = {
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: specialTokens.map((content, index) => ({
    id: 256 + index,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  })),
  normalizer: null,
  pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
  post_processor: null,
  decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
  model: {
    type: 'BPE',
    dropout: null,
    unk_token: null,
    continuing_subword_prefix: null,
    end_of_word_suffix: null,
    fuse_unk: false,
    byte_fallback: false,
    vocab: Object.fromEntries([...alphabet, ...specialTokens].map((piece, id) => [piece, id])),
    merges: [],
  },
};
