import { listWords } from '../../lib/list-words.ts';
import type { GgufAspect } from '../gguf-comparison.ts';
import type { GgufTokenizer } from '../gguf-model.ts';
import type { TokenizerSource } from '../tokenizer-source.ts';

/**
 * Texts that llama.cpp takes for end-of-generation tokens when it loads a model, whatever the keys say (src/llama-vocab.cpp,
 * special_eog_ids and the search for EOT). The list of the main branch: older builds know fewer, so a stop found here is assumed.
 */
const KNOWN_ENDS: ReadonlySet<string> = new Set([
  '<|eot_id|>',
  '<|eom_id|>',
  '<|im_end|>',
  '<|end|>',
  '<|return|>',
  '<|call|>',
  '<|flush|>',
  '<|calls|>',
  '<end_of_turn>',
  '<|endoftext|>',
  '</s>',
  '<EOT>',
  '_<EOT>',
  '[EOT]',
  '[EOS]',
  '<|end_of_text|>',
  '<end_of_utterance>',
  '<eos>',
  '<turn|>',
  '<|tool_response>',
  '<｜end▁of▁sentence｜>',
]);

/** Ids that a GGUF names or adds by itself, against the tokenizer it was made from; `endsAnswers` are the ids that end a trained answer. */
export function ggufRuntimeEnds(
  gguf: GgufTokenizer,
  source: TokenizerSource,
  endsAnswers: readonly number[],
): readonly GgufAspect[] {
  return [
    specialIds(gguf, source),
    addedToken('bos', gguf, source),
    addedToken('eos', gguf, source),
    stopSet(gguf, source, endsAnswers),
  ];
}

const NAMED = [
  ['bos', 'bos_token'],
  ['eos', 'eos_token'],
] as const;

function specialIds(
  { special }: GgufTokenizer,
  { tokenizer: { tokenizer, specialTokens } }: TokenizerSource,
): GgufAspect {
  const aspect = 'special-ids';
  const compared = NAMED.flatMap(([name, key]) => {
    const text = specialTokens[key];
    const id = text === undefined ? undefined : tokenizer.tokenId(text);
    return id === undefined || text === undefined ? [] : [{ name, key, text, id, own: special[name] }];
  });
  const wrong = compared.filter(({ id, own }) => own !== id);
  if (compared.length === 0)
    return { aspect, state: 'not-comparable', saw: 'the tokenizer names no bos_token and no eos_token' };
  if (wrong.length === 0) {
    return { aspect, state: 'equal', saw: compared.map(({ name, id }) => `${name} ${id}`).join(', ') };
  }
  const examples = wrong.map(
    ({ name, text, id, own }) => `${name}: ${text} is id ${id}, the GGUF says ${own ?? 'nothing'}`,
  );
  return {
    aspect,
    state: 'differs',
    saw: `${listWords(wrong.map(({ key }) => key))} of the tokenizer and of the GGUF are not the same token.`,
    why: 'llama.cpp begins prompts and stops answers by the ids in the GGUF.',
    fix: `Convert again from the folder that was trained${wrong.every(({ own }) => own !== undefined) ? ', or set the key with gguf_set_metadata.py' : ''}.`,
    examples,
  };
}

function addedToken(which: 'bos' | 'eos', gguf: GgufTokenizer, source: TokenizerSource): GgufAspect {
  const aspect = which === 'bos' ? 'add-bos' : 'add-eos';
  const { tokenizer, specialTokens } = source.tokenizer;
  const text = specialTokens[`${which}_token`];
  const id = text === undefined ? undefined : tokenizer.tokenId(text);
  const key = `tokenizer.ggml.add_${which}_token`;
  const written = which === 'bos' ? gguf.addBos : gguf.addEos;
  const own = written ?? defaultOf(which, gguf.model);
  if (own === undefined) {
    return { aspect, state: 'not-comparable', saw: `${key} is missing: what happens depends on the runtime's default` };
  }
  const ids = tokenizer.encode('a').ids;
  const adds = id !== undefined && ids.at(which === 'bos' ? 0 : -1) === id;
  if (adds === own) {
    return {
      aspect,
      state: 'equal',
      saw: `both ${own ? 'put' : 'put no'} ${which.toUpperCase()} ${end(which)} a text`,
    };
  }
  const flag = which === 'bos' ? source.addBosFlag : source.addEosFlag;
  const reason =
    flag === own
      ? ` The converter believed add_${which}_token in tokenizer_config.json, which transformers 5 ignores.`
      : '';
  return {
    aspect,
    state: 'differs',
    saw: `The GGUF ${own ? 'adds' : 'does not add'} ${which.toUpperCase()} ${end(which)} a text, and the post-processor of tokenizer.json ${adds ? 'does' : 'does not'}.${reason}`,
    why: 'Prompts sent as plain text have one special token more or less than the same text has in transformers. Chat routes of llama-server follow the GGUF as well.',
    fix: `Make add_${which}_token in tokenizer_config.json say what tokenizer.json does and convert again${written === undefined ? '' : `, or set ${key} with gguf_set_metadata.py`}.`,
    examples: [],
  };
}

function end(which: 'bos' | 'eos'): string {
  return which === 'bos' ? 'before' : 'after';
}

/** What llama.cpp assumes where the key is missing; for byte-level BPE it depends on the pre-tokenizer. */
function defaultOf(which: 'bos' | 'eos', model: string): boolean | undefined {
  return model === 'llama' ? which === 'bos' : undefined;
}

function stopSet(
  gguf: GgufTokenizer,
  { tokenizer: { tokenizer } }: TokenizerSource,
  needed: readonly number[],
): GgufAspect {
  const aspect = 'stop-set';
  if (needed.length === 0) {
    return { aspect, state: 'not-comparable', saw: 'nothing says which token ends a trained answer' };
  }
  const { eos, eot, eom } = gguf.special;
  const stops = [eos, eot, eom, ...(gguf.eosIds ?? [])].filter((id) => id !== undefined);
  const missing = needed.filter((id) => !stops.includes(id) && !KNOWN_ENDS.has(tokenizer.tokenText(id) ?? ''));
  const shown = (id: number) => `${tokenizer.tokenText(id) ?? '?'} (${id})`;
  if (missing.length === 0) {
    return {
      aspect,
      state: 'equal',
      saw: `${listWords(needed.map(shown))} ${needed.length === 1 ? 'ends' : 'end'} an answer and generation`,
    };
  }
  return {
    aspect,
    state: 'differs',
    saw: `Trained answers end with ${listWords(missing.map(shown))}; the GGUF stops only at ${listWords(stops.map(shown)) || 'no token'}.`,
    why: "llama.cpp's converter keeps a single EOS id of generation_config.json: the model ends its turn, and the runtime goes on.",
    fix: `${endOfTurnFix(eot, missing)}, or send the token as a stop string with each request.`,
    examples: [],
  };
}

/** `gguf_set_metadata.py` changes a key that is there, and adds none. */
function endOfTurnFix(eot: number | undefined, [missing]: readonly number[]): string {
  return eot === undefined
    ? `Add tokenizer.ggml.eot_token_id: gguf_new_metadata.py --special-token-by-id eot ${missing} in.gguf out.gguf`
    : `Set tokenizer.ggml.eot_token_id to ${missing} with gguf_set_metadata.py`;
}
