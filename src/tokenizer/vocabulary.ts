import type { RegisteredToken } from './encoder.ts';
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
  /** The added tokens with everything that decides where they are found. */
  readonly registered: readonly RegisteredToken[];
  added(id: number): AddedToken | undefined;
  text(id: number): string | undefined;
  id(text: string): number | undefined;
  /** The id in the vocabulary of the model alone. */
  modelId(text: string): number | undefined;
}

const ID_RULE = `a token id must be a whole number from 0 to ${MAX_ID}`;

function isTokenId(id: unknown): id is number {
  return typeof id === 'number' && Number.isInteger(id) && id >= 0 && id <= MAX_ID;
}

function checkedId(id: unknown, key: string): number {
  if (isTokenId(id)) return id;
  throw new TokenizerError(key, ID_RULE);
}

interface ModelVocabulary {
  /** How many texts there are. */
  readonly count: number;
  /** Highest id + 1. */
  readonly size: number;
  readonly id: (text: string) => number | undefined;
  readonly text: (id: number) => string | undefined;
}

function listVocabulary(vocab: readonly unknown[]): ModelVocabulary {
  const texts = vocab.map((entry, id) => {
    const [text, score]: unknown[] = Array.isArray(entry) ? entry : [];
    if (typeof text === 'string' && typeof score === 'number') return text;
    throw new TokenizerError(`model.vocab[${id}]`, 'must be a pair of a text and a score');
  });
  let ids: Map<string, number> | undefined;
  return {
    count: texts.length,
    size: texts.length,
    id: (text) => {
      ids ??= new Map(texts.map((entry, id) => [entry, id]));
      return ids.get(text);
    },
    text: (id) => texts[id],
  };
}

// The parsed object is the index from texts to ids; building another one would take longer than parsing.
function mapVocabulary(vocab: Readonly<Record<string, unknown>>): ModelVocabulary {
  let count = 0;
  let size = 0;
  for (const text in vocab) {
    const id = vocab[text];
    if (!isTokenId(id)) throw new TokenizerError(`model.vocab[${JSON.stringify(text)}]`, ID_RULE);
    if (id >= size) size = id + 1;
    count++;
  }
  let texts: string[] | undefined;
  const list = (): string[] => {
    const all: string[] = [];
    for (const text in vocab) {
      const id = vocab[text];
      if (isTokenId(id)) all[id] = text;
    }
    return all;
  };
  return {
    count,
    size,
    // Members every object inherits, as `constructor`, are no numbers.
    id: (text) => {
      const id = vocab[text];
      return typeof id === 'number' ? id : undefined;
    },
    text: (id) => {
      texts ??= list();
      return texts[id];
    },
  };
}

function isList(vocab: TokenizerJson['model']['vocab']): vocab is readonly unknown[] {
  return Array.isArray(vocab);
}

interface Listed {
  readonly token: Omit<RegisteredToken, 'id'>;
  /** Only named as a special token, which changes nothing about one that is known. */
  readonly named: boolean;
}

function listAdded(json: TokenizerJson, config: TokenizerConfig): Listed[] {
  const flags = (token: TokenizerJson['added_tokens'][number] | TokenizerConfig['added_tokens_decoder'][string]) => ({
    content: token.content,
    special: token.special,
    singleWord: token.single_word,
    lstrip: token.lstrip,
    rstrip: token.rstrip,
    normalized: token.normalized,
  });
  for (const [index, token] of json.added_tokens.entries()) checkedId(token.id, `added_tokens[${index}].id`);
  const listed = json.added_tokens.map((token) => ({ token: flags(token), named: false }));
  const texts = new Set(listed.map(({ token }) => token.content));
  // transformers adds what only tokenizer_config.json lists; tokenizer.json wins where both name a token.
  for (const [key, token] of Object.entries(config.added_tokens_decoder)) {
    checkedId(Number(key), `added_tokens_decoder.${key}`);
    if (!texts.has(token.content)) listed.push({ token: flags(token), named: false });
  }
  return listed;
}

// transformers adds the tokens that tokenizer_config.json names, so that they are found in text even if nothing lists them.
function nameSpecial(config: TokenizerConfig): Listed[] {
  const flags = { special: true, singleWord: false, lstrip: false, rstrip: false, normalized: false };
  return namedSpecialTokens(config).map((content) => ({ token: { ...flags, content }, named: true }));
}

/**
 * Ids of the added tokens. As in huggingface/tokenizers the id written in the file is not what counts: a token of the model
 * keeps the id it has there, others are numbered from the end of the vocabulary in the order they are listed.
 */
function assignAdded(listed: readonly Listed[], modelId: (text: string) => number | undefined, modelSize: number) {
  const byText = new Map<string, RegisteredToken>();
  let highest = -1;
  for (const { token, named } of listed) {
    if (token.content === '') continue;
    const next = highest >= modelSize || (modelSize === 0 && highest >= 0) ? highest + 1 : modelSize;
    const id = byText.get(token.content)?.id ?? modelId(token.content) ?? next;
    const known = byText.get(token.content);
    if (named && known) byText.set(token.content, { ...known, special: true });
    else byText.set(token.content, { ...token, id });
    highest = Math.max(highest, id);
  }
  return byText;
}

/** Which id is which token. Throws TokenizerError for ids and entries that are not what the format allows. */
export function readVocabulary(json: TokenizerJson, config: TokenizerConfig): Vocabulary {
  const { vocab } = json.model;
  const model = isList(vocab) ? listVocabulary(vocab) : mapVocabulary(vocab);
  const byText = assignAdded([...listAdded(json, config), ...nameSpecial(config)], model.id, model.count);
  const added = new Map([...byText.values()].map((token) => [token.id, token]));
  const id = (text: string): number | undefined => byText.get(text)?.id ?? model.id(text);
  const specialIds = new Set([...added.values()].filter((token) => token.special).map((token) => token.id));
  let size = model.size;
  for (const addedId of added.keys()) size = Math.max(size, addedId + 1);
  return {
    size,
    addedTokens: [...added.values()]
      .map(({ id: tokenId, content }) => ({ id: tokenId, content, special: specialIds.has(tokenId) }))
      .sort((a, b) => a.id - b.id),
    // Special tokens are sought first, so that of two with the same normalised text the special one is found.
    registered: [...byText.values()].sort((a, b) => Number(b.special) - Number(a.special)),
    specialIds,
    added: (tokenId) => added.get(tokenId),
    text: (tokenId) => added.get(tokenId)?.content ?? model.text(tokenId),
    id,
    modelId: model.id,
  };
}
