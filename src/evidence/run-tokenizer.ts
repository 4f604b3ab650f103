import type { Tokenizer } from '../tokenizer/tokenizer.ts';
import type { Side } from './layout.ts';

/** A tokenizer with the special tokens that its configuration names. */
export interface RunTokenizer {
  readonly side: Side;
  readonly path: string;
  readonly tokenizer: Tokenizer;
  /** Named special tokens (`bos_token`, `eos_token`, `pad_token`, …) as text, for chat templates. */
  readonly specialTokens: Readonly<Record<string, string>>;
}
