/** Half-open range `[start, end)` in UTF-16 units. */
export type Offsets = readonly [start: number, end: number];

export interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly special: boolean;
}

export interface Encoding {
  readonly ids: readonly number[];
  /** Per token, its range in the encoded text; `[0, 0]` for tokens the post-processor added, as transformers reports them. */
  readonly offsets: readonly Offsets[];
  /** The same ranges, in two arrays that cost nothing to read. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Always true for encoded text. False is for callers that align tokens and text themselves. */
  readonly offsetsExact: boolean;
}

/** A text's ids beside those of its beginning. */
export interface Continuation {
  /** Of the whole text. */
  readonly ids: number[];
  /** How many ids the beginning has when it is encoded alone. */
  readonly prefixLength: number;
  /** Whether those are the first ids of the whole. */
  readonly isPrefix: boolean;
}

export interface Pieces {
  readonly text: string;
  /** Per token, its range in `text`; a token that holds part of a character has the range of that whole character. */
  readonly offsets: readonly Offsets[];
}

export interface EncodeOptions {
  /** Default true, as `tokenizer(text)` in transformers. Rendered chat templates are encoded with false. */
  readonly addSpecialTokens?: boolean;
  /** Default `utf16`, positions in a JavaScript string; `codePoint` counts as Python does. */
  readonly offsetUnit?: 'utf16' | 'codePoint';
}

export interface DecodeOptions {
  /** Default false, as `tokenizer.decode(ids)` in transformers. */
  readonly skipSpecialTokens?: boolean;
}

/** What a tokenizer.json says, as an engine. Ids that are no token never throw. */
export interface Tokenizer {
  encode(text: string, options?: EncodeOptions): Encoding;
  /** The ids of `encode`, faster because their places are not worked out. */
  encodeIds(text: string, options?: Pick<EncodeOptions, 'addSpecialTokens'>): number[];
  /**
   * What `encodeIds` gives for a text and for its first `end` UTF-16 units, for less than twice the work: both are the same up to the
   * last added token that both have at the same place, and only what follows there is encoded twice.
   */
  encodeContinued(text: string, end: number, options?: Pick<EncodeOptions, 'addSpecialTokens'>): Continuation;
  /** The text as the `tokenizers` package decodes it, quirks included: ids outside the vocabulary vanish, a leading space may go. */
  decode(ids: readonly number[], options?: DecodeOptions): string;
  /**
   * The text of ids for showing: nothing is skipped, stripped or cleaned up, special tokens appear as written, and an id
   * outside the vocabulary appears as `⟨id 99999⟩`. Differs from `decode` only there.
   */
  pieces(ids: readonly number[]): Pieces;
  /** Highest id + 1. */
  readonly vocabSize: number;
  /** `bos_token`, `eos_token`, `pad_token` … of tokenizer_config.json, as texts; empty without that file. */
  readonly namedTokens: Readonly<Record<string, string>>;
  /** Ordered by id. */
  readonly addedTokens: readonly AddedToken[];
  readonly specialIds: ReadonlySet<number>;
  tokenId(text: string): number | undefined;
  /** The raw vocabulary string, as in `Ġhello`. */
  tokenText(id: number): string | undefined;
}
