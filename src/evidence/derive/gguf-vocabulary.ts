import { countOf } from '../../lib/count-of.ts';
import { excerpt } from '../../lib/excerpt.ts';
import type { GgufAspect } from '../gguf-comparison.ts';
import type { GgufTokenizer } from '../gguf-model.ts';
import type { TokenizerSource } from '../tokenizer-source.ts';

const EXAMPLES = 5;
/** Numbers of `tokenizer.ggml.token_type` that llama.cpp finds in text as a whole: unknown, control, user-defined. */
const WHOLE_TYPES: ReadonlySet<number> = new Set([2, 3, 4]);
const UNUSED = 5;
/** What converters fill rows with that the embedding has and the tokenizer has not. */
const PADDING = /^(\[PAD\d+\]|<pad\d*>|<\|?(reserved|extra|dummy|placeholder)[^>]*>)$/i;
const CONVERT_AGAIN = 'Convert again from the folder whose tokenizer was trained with, with a current converter.';

/** Token texts per id, their types and the merges of a GGUF against tokenizer.json. */
export function ggufVocabulary(gguf: GgufTokenizer, source: TokenizerSource): readonly GgufAspect[] {
  return [vocabularyAspect(gguf, source), typesAspect(gguf, source), mergesAspect(gguf, source)];
}

function vocabularyAspect(gguf: GgufTokenizer, { tokenizer: { tokenizer } }: TokenizerSource): GgufAspect {
  const aspect = 'vocabulary';
  if (gguf.model === 'bert')
    return notComparable(aspect, 'WordPiece tokens are respelt in a GGUF (## becomes a missing ▁)');
  const tokens = gguf.tokens.strings();
  if (!tokens.ok) return notComparable(aspect, `tokenizer.ggml.tokens: ${tokens.problem.reason}`);
  const types = gguf.types?.numbers();
  const total = Math.max(tokens.value.length, tokenizer.vocabSize);
  const added = new Set(tokenizer.addedTokens.map(({ id }) => id));
  const wrong: string[] = [];
  let count = 0;
  for (let id = 0; id < total; id++) {
    const [here, there] = [tokens.value[id], tokenizer.tokenText(id)];
    if (here === there) continue;
    const isPadding = types?.ok === true && types.value[id] === UNUSED;
    if (there === undefined && here !== undefined && (isPadding || PADDING.test(here))) continue;
    // The converter decodes added tokens, so that byte-level and ▁ spellings become plain text.
    if (here !== undefined && there !== undefined && added.has(id)) {
      if (here === there.replaceAll('▁', ' ') || here === tokenizer.decode([id])) continue;
    }
    count++;
    if (wrong.length < EXAMPLES)
      wrong.push(`id ${id} is ${shown(here)} in the GGUF and ${shown(there)} in tokenizer.json`);
  }
  if (count === 0) return { aspect, state: 'equal', saw: `${total} ids, all with the same token` };
  return {
    aspect,
    state: 'differs',
    saw: `${countOf(count, total, 'ids')} mean another token in the GGUF than in tokenizer.json.`,
    why: 'The model learned these ids with their old meaning: it reads other words than it was sent, and what it answers is decoded to other words.',
    fix: CONVERT_AGAIN,
    examples: wrong,
  };
}

function typesAspect(gguf: GgufTokenizer, { tokenizer: { tokenizer } }: TokenizerSource): GgufAspect {
  const aspect = 'token-types';
  const types = gguf.types?.numbers();
  if (types === undefined) return notComparable(aspect, 'the GGUF has no token types');
  if (!types.ok) return notComparable(aspect, `tokenizer.ggml.token_type: ${types.problem.reason}`);
  const { addedTokens } = tokenizer;
  const split = addedTokens.filter(({ id }) => id < types.value.length && !WHOLE_TYPES.has(types.value[id] ?? 0));
  if (split.length === 0) {
    return { aspect, state: 'equal', saw: `${addedTokens.length} added tokens, all found in text as a whole` };
  }
  return {
    aspect,
    state: 'differs',
    saw: `${countOf(split.length, addedTokens.length, 'added tokens')} are stored as ordinary ones.`,
    why: 'llama.cpp finds only control and user-defined tokens in a text as a whole: the others are cut into pieces, so role markers and end-of-turn tokens become other ids than in training.',
    fix: CONVERT_AGAIN,
    examples: split
      .slice(0, EXAMPLES)
      .map(({ id, content }) => `${shown(content)} (id ${id}) has type ${types.value[id]}`),
  };
}

function mergesAspect(gguf: GgufTokenizer, { merges, modelType }: TokenizerSource): GgufAspect {
  const aspect = 'merges';
  if (gguf.model !== 'gpt2')
    return notComparable(aspect, `a GGUF with the tokenizer model ${gguf.model} needs no merges`);
  if (merges === undefined)
    return notComparable(aspect, `tokenizer.json has no merges (model ${modelType ?? 'unnamed'})`);
  const [here, there] = [gguf.merges?.strings(), merges()];
  if (!there.ok) return notComparable(aspect, `merges of tokenizer.json: ${there.problem.reason}`);
  if (here !== undefined && !here.ok) return notComparable(aspect, `tokenizer.ggml.merges: ${here.problem.reason}`);
  const own = here?.value ?? [];
  const at = there.value.findIndex((merge, index) => merge !== own[index]);
  if (at < 0 && own.length === there.value.length) {
    return { aspect, state: 'equal', saw: `${own.length} merges in the same order` };
  }
  const first = at < 0 ? there.value.length : at;
  return {
    aspect,
    state: 'differs',
    saw: `The GGUF has ${own.length} merges and tokenizer.json ${there.value.length}; they part at number ${first}.`,
    why: 'Merges decide how text becomes tokens: the same prompt has other ids than in training.',
    fix: CONVERT_AGAIN,
    examples: [`merge ${first} is ${shown(own[first])} in the GGUF and ${shown(there.value[first])} in tokenizer.json`],
  };
}

function notComparable(aspect: GgufAspect['aspect'], saw: string): GgufAspect {
  return { aspect, state: 'not-comparable', saw };
}

function shown(text: string | undefined): string {
  return text === undefined ? 'nothing' : JSON.stringify(excerpt(text, 40));
}
