import type { Result } from '../lib/result.ts';
import type { RunTokenizer } from './run-tokenizer.ts';

/** A tokenizer with what a converter takes from its files and the engine does not keep. */
export interface TokenizerSource {
  readonly tokenizer: RunTokenizer;
  /** `model.type` of tokenizer.json: `BPE`, `Unigram`, `WordPiece`; absent in very old files. */
  readonly modelType?: string;
  /** `left right` as GGUF writes them, validated when called; undefined when the model has none. */
  readonly merges: (() => Result<readonly string[]>) | undefined;
  /** `add_bos_token` and `add_eos_token` of tokenizer_config.json: transformers 5 ignores them, converters believe them. */
  readonly addBosFlag?: boolean;
  readonly addEosFlag?: boolean;
}
