import type { InferenceRequest } from '../requests.ts';
import type { RunTokenizer } from '../run-tokenizer.ts';

/** The ways in which a decoded prompt may look: without special tokens first, as it was sent, the words alone. */
export function promptTexts(
  { prompt, promptIds, turns }: InferenceRequest,
  decoder: RunTokenizer | undefined,
): readonly string[] {
  const ids = promptIds === undefined ? [] : Array.from(promptIds);
  const text = prompt ?? (decoder === undefined || ids.length === 0 ? undefined : decoder.tokenizer.decode(ids));
  const words = turns?.map((turn) => turn.text).join('\n');
  const bare = text === undefined ? undefined : withoutSpecial(text, decoder);
  return [...new Set([bare, text, words])].filter((one): one is string => one !== undefined && one !== '');
}

function withoutSpecial(text: string, decoder: RunTokenizer | undefined): string {
  const special = decoder?.tokenizer.addedTokens.filter((token) => token.special && text.includes(token.content)) ?? [];
  return special.reduce((rest, { content }) => (content === '' ? rest : rest.split(content).join('')), text);
}
