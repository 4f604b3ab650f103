import type { GgufModel } from '../evidence/gguf-model.ts';

/** How llama-server makes a prompt from a GGUF's chat template. */
export interface GgufPrompt {
  /** As the server hands them to the template: token texts of the GGUF. */
  readonly specialTokens: Readonly<Record<string, string>>;
  /** BOS and EOS as they are once the rendered text has been tokenised. */
  readonly finish: (text: string) => string;
}

/**
 * llama-server takes a leading BOS off the rendered text when the model adds BOS, and a trailing EOS when it adds EOS, because its
 * tokenizer will put them there (spec serving-contract.md C2, llama.cpp common/chat.cpp). Without the keys only the SentencePiece
 * model has a default that does not depend on more: BOS yes, EOS no.
 */
export function ggufPrompt({ tokenizer }: GgufModel): GgufPrompt {
  const tokens = tokenizer?.tokens.strings();
  const text = (id: number | undefined) => (id === undefined || !tokens?.ok ? undefined : tokens.value[id]);
  const [bos, eos] = [text(tokenizer?.special.bos), text(tokenizer?.special.eos)];
  const addsBos = tokenizer?.addBos ?? tokenizer?.model === 'llama';
  return {
    specialTokens: {
      ...(bos === undefined ? {} : { bos_token: bos }),
      ...(eos === undefined ? {} : { eos_token: eos }),
    },
    finish: (rendered) => {
      const body = addsBos && bos !== undefined && !rendered.startsWith(bos) ? bos + rendered : rendered;
      return tokenizer?.addEos === true && eos !== undefined && !body.endsWith(eos) ? body + eos : body;
    },
  };
}
