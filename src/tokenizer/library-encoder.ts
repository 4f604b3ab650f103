import { Tokenizer as LibraryTokenizer } from '@huggingface/tokenizers';
import { TokenizerError } from './tokenizer-error.ts';

export interface EncodedIds {
  readonly ids: readonly number[];
  /** How many ids in front and behind the post-processor added. */
  readonly before: number;
  readonly after: number;
}

/** Encodes text to ids. */
export type EncodeIds = (text: string, addSpecialTokens: boolean) => EncodedIds;

function indexOfRun(ids: readonly number[], run: readonly number[]): number {
  for (let start = 0; start + run.length <= ids.length; start++) {
    if (run.every((id, index) => ids[start + index] === id)) return start;
  }
  return -1;
}

// The library looks for its own names of things it does not check; whatever it throws means a file it cannot work with.
function guarded<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TokenizerError('tokenizer.json', `cannot be used to encode: ${reason}`);
  }
}

/**
 * Encoding with the `@huggingface/tokenizers` library. It is built on the first call: indexing a vocabulary for encoding takes
 * longer than everything that only reads ids. The functions returned throw TokenizerError where the library gives up.
 */
export function createLibraryEncoder(tokenizerJson: object, tokenizerConfig: object): EncodeIds {
  let library: LibraryTokenizer | undefined;
  const encode = (text: string, special: boolean): number[] =>
    guarded(() => {
      library ??= new LibraryTokenizer(tokenizerJson, tokenizerConfig);
      return library.encode(text, { add_special_tokens: special }).ids;
    });
  return (text, addSpecialTokens) => {
    const plain = encode(text, false);
    if (!addSpecialTokens) return { ids: plain, before: 0, after: 0 };
    const ids = encode(text, true);
    const before = Math.max(0, indexOfRun(ids, plain));
    return { ids, before, after: Math.max(0, ids.length - plain.length - before) };
  };
}
