import { excerpt } from '../../lib/excerpt.ts';
import type { GgufAspect } from '../gguf-comparison.ts';
import type { GgufModel } from '../gguf-model.ts';
import type { TokenizerSource } from '../tokenizer-source.ts';
import { ggufRuntimeEnds } from './gguf-runtime-ends.ts';
import { ggufVocabulary } from './gguf-vocabulary.ts';
import { sameRenderings } from './same-renderings.ts';

/** What a GGUF was made from, or should have been. */
export interface GgufOrigin {
  readonly source: TokenizerSource;
  /** The chat template that was trained with. */
  readonly template?: { readonly path: string; readonly source: string };
  /** Ids that end a trained answer. */
  readonly endsAnswers: readonly number[];
}

/**
 * The equality test between a GGUF and its source (spec serving-contract.md D2): every aspect that conversion has to keep is equal,
 * differs, or cannot be compared, with what was seen.
 */
export function ggufComparison(gguf: GgufModel, origin: GgufOrigin): readonly GgufAspect[] {
  const { tokenizer } = gguf;
  if (tokenizer === undefined) {
    return [{ aspect: 'vocabulary', state: 'not-comparable', saw: `${gguf.path} holds no tokenizer` }];
  }
  return [
    ...ggufVocabulary(tokenizer, origin.source),
    preTokenizer(tokenizer.model, tokenizer.pre),
    ...ggufRuntimeEnds(tokenizer, origin.source, origin.endsAnswers),
    chatTemplate(gguf, origin),
  ];
}

function preTokenizer(model: string, pre: string | undefined): GgufAspect {
  const aspect = 'pre-tokenizer';
  if (model !== 'gpt2')
    return { aspect, state: 'not-comparable', saw: `the tokenizer model ${model} has no pre-tokenizer name` };
  if (pre !== undefined && pre !== 'default') {
    const saw = `"${pre}", which the converter recognised by a hash; which pattern that name stands for is in the runtime`;
    return { aspect, state: 'not-comparable', saw };
  }
  return {
    aspect,
    state: 'differs',
    saw: `tokenizer.ggml.pre is ${pre === undefined ? 'missing' : '"default"'}: the converter did not recognise the pre-tokenizer.`,
    why: 'llama.cpp splits text by a general pattern instead of the trained one; digits, punctuation and other scripts get other ids.',
    fix: 'Convert with a current llama.cpp, which knows the pre-tokenizer of the model.',
    examples: [],
  };
}

function chatTemplate({ templates }: GgufModel, { template, source }: GgufOrigin): GgufAspect {
  const aspect = 'chat-template';
  const own = templates.find(({ name }) => name === 'default');
  if (template === undefined)
    return { aspect, state: 'not-comparable', saw: 'there is no chat template to compare with' };
  if (own === undefined) {
    return {
      aspect,
      state: 'differs',
      saw: `The GGUF has no chat template; ${template.path} does.`,
      why: 'llama.cpp then falls back on ChatML, and Ollama on whatever its TEMPLATE says.',
      fix: 'Convert again with the template beside the tokenizer, or start llama-server with --chat-template-file.',
      examples: [],
    };
  }
  const same = sameRenderings(own.source, template.source, source.tokenizer.specialTokens);
  switch (same.kind) {
    case 'same-text':
      return { aspect, state: 'equal', saw: `the same text as ${template.path}` };
    case 'same-renderings':
      return {
        aspect,
        state: 'equal',
        saw: `another text than ${template.path} that renders ${same.conversations} conversations the same`,
      };
    case 'unknown':
      return { aspect, state: 'not-comparable', saw: `another text than ${template.path}, and ${same.because}` };
    case 'differ':
      return {
        aspect,
        state: 'differs',
        saw: `The chat template in the GGUF renders ${same.conversation} differently from ${template.path}.`,
        why: 'Servers that read the GGUF ask in a format that the model was not trained on. llama.cpp converts tokenizer_config.json before chat_template.jinja, so a stale copy there wins.',
        fix: 'Put the trained template into tokenizer_config.json and convert again, or start llama-server with --chat-template-file.',
        examples: [`GGUF: ${excerpt(same.first, 60)}`, `trained: ${excerpt(same.second, 60)}`],
      };
  }
}
