import type { RunTokenizer } from '../../src/evidence/run-tokenizer.ts';
import { loadTokenizer } from '../../src/tokenizer/load-tokenizer.ts';
import { tokenizerJson } from './byte-tokenizer.ts';

/** The byte-level tokenizer with more special tokens; those named `bos_token` and the like are for chat templates. */
export function evidenceTokenizer(
  more: readonly string[] = [],
  named: Readonly<Record<string, string>> = {},
): RunTokenizer {
  const first = tokenizerJson.added_tokens[0];
  const added = more.map((content, i) => ({ ...first, id: 259 + i, content }));
  const json = {
    ...tokenizerJson,
    added_tokens: [...tokenizerJson.added_tokens, ...added],
    model: {
      ...tokenizerJson.model,
      vocab: { ...tokenizerJson.model.vocab, ...Object.fromEntries(more.map((content, i) => [content, 259 + i])) },
    },
  };
  const tokenizer = loadTokenizer({ tokenizerJson: json });
  const specialTokens = { eos_token: '<|im_end|>', pad_token: '<|endoftext|>', ...named };
  return { side: 'run', path: 'run/tokenizer.json', tokenizer, specialTokens };
}
