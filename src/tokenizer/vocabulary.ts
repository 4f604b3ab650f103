import type { AddedToken } from './tokenizer.ts';
import { namedSpecialTokens, type TokenizerConfig } from './tokenizer-config.ts';
import { TokenizerError } from './tokenizer-error.ts';
import type { TokenizerJson } from './tokenizer-json.ts';

// The largest published vocabularies are near 300,000 entries; an id beyond this would only make arrays explode.
const MAX_ID = 16_777_215;

export interface Vocabulary {
  readonly size: number;
  readonly addedTokens: readonly AddedToken[];
  readonly specialIds: ReadonlySet<number>;
  added(id: number): AddedToken | undefined;
  text(id: number): string | undefined;
  id(text: string): number | undefined;
}

const ID_RULE = `a token id must be a whole number from 0 to ${MAX_ID}`;

function isTokenId(id: unknown): id is number {
  return typeof id === 'number' && Number.isInteger(id) && id >= 0 && id <= MAX_ID;
}

function checkedId(id: unknown, key: string): number {
  if (isTokenId(id)) return id;
  throw new TokenizerError(key, ID_RULE);
}

function modelTexts(vocab: TokenizerJson['model']['vocab']): string[] {
  const texts: string[] = [];
  if (Array.isArray(vocab)) {
    for (const [id, entry] of vocab.entries()) {
      const text: unknown = Array.isArray(entry) ? entry[0] : undefined;
      if (typeof text !== 'string')
        throw new TokenizerError(`model.vocab[${id}]`, 'must be a pair of a text and a score');
      texts.push(text);
    }
    return texts;
  }
  for (const [text, id] of Object.entries(vocab)) {
    if (!isTokenId(id)) throw new TokenizerError(`model.vocab[${JSON.stringify(text)}]`, ID_RULE);
    texts[id] = text;
  }
  return texts;
}

function collectAdded(json: TokenizerJson, config: TokenizerConfig): Map<number, AddedToken> {
  const added = new Map<number, AddedToken>();
  for (const [index, token] of json.added_tokens.entries()) {
    const id = checkedId(token.id, `added_tokens[${index}].id`);
    added.set(id, { id, content: token.content, special: token.special });
  }
  // transformers adds what only tokenizer_config.json lists; tokenizer.json wins where both name an id.
  for (const [key, token] of Object.entries(config.added_tokens_decoder)) {
    const id = checkedId(Number(key), `added_tokens_decoder.${key}`);
    if (!added.has(id)) added.set(id, { id, content: token.content, special: token.special });
  }
  return added;
}

/** Which id is which token. Throws TokenizerError for ids and entries that are not what the format allows. */
export function readVocabulary(json: TokenizerJson, config: TokenizerConfig): Vocabulary {
  const texts = modelTexts(json.model.vocab);
  const added = collectAdded(json, config);
  const addedIds = new Map([...added.values()].map((token) => [token.content, token.id]));
  let modelIds: Map<string, number> | undefined;
  const modelId = (text: string): number | undefined => {
    modelIds ??= new Map(texts.map((entry, id) => [entry, id]));
    return modelIds.get(text);
  };
  const id = (text: string): number | undefined => addedIds.get(text) ?? modelId(text);
  const specialIds = new Set([...added.values()].filter((token) => token.special).map((token) => token.id));
  for (const name of namedSpecialTokens(config)) {
    const special = addedIds.get(name) ?? modelId(name);
    if (special !== undefined) specialIds.add(special);
  }
  let size = texts.length;
  for (const addedId of added.keys()) size = Math.max(size, addedId + 1);
  return {
    size,
    addedTokens: [...added.values()]
      .map((token) => ({ ...token, special: specialIds.has(token.id) }))
      .sort((a, b) => a.id - b.id),
    specialIds,
    added: (tokenId) => added.get(tokenId),
    text: (tokenId) => added.get(tokenId)?.content ?? texts[tokenId],
    id,
  };
}
