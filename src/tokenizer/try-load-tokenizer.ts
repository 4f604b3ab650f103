import { failed, ok, type Result } from '../lib/result.ts';
import { loadTokenizer, type TokenizerFiles } from './load-tokenizer.ts';
import type { Tokenizer } from './tokenizer.ts';
import { TokenizerError } from './tokenizer-error.ts';

/** `loadTokenizer` with damage as a value: the problem carries the `key` of the damaged part. */
export function tryLoadTokenizer(files: TokenizerFiles): Result<Tokenizer> {
  try {
    return ok(loadTokenizer(files));
  } catch (error) {
    if (error instanceof TokenizerError) return failed(error.message, { key: error.key });
    throw error;
  }
}
