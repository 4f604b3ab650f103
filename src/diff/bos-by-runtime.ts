import { compileTemplate } from '../chat-template/compile-template.ts';
import { unlessRefused } from '../chat-template/unless-refused.ts';
import { addsBos } from '../evidence/derive/adds-bos.ts';
import { PROBE_DATE } from '../evidence/derive/probe-date.ts';
import type { SideFacts } from '../evidence/side-facts.ts';

/** How many BOS tokens a prompt begins with, by the way it is sent. */
export interface BosByRuntime {
  readonly runtime: string;
  readonly count: number;
}

/**
 * The table of spec serving-contract.md A7 for one folder: does the template write BOS, does the tokenizer add it, and what does each
 * way of sending ask for. Empty when the tokenizer names no BOS or the template cannot be rendered.
 */
export function bosByRuntime(side: Extract<SideFacts, { readonly kind: 'folder' }>): readonly BosByRuntime[] {
  const tokenizer = side.tokenizer?.tokenizer;
  const bos = tokenizer?.specialTokens.bos_token;
  if (tokenizer === undefined || bos === undefined || bos === '' || side.template === undefined) return [];
  const text = question(side.template.source, tokenizer.specialTokens);
  if (text === undefined) return [];
  const written = text.startsWith(bos + bos) ? 2 : text.startsWith(bos) ? 1 : 0;
  const added = addsBos(tokenizer) ? 1 : 0;
  const converted = side.tokenizer?.addBosFlag ?? added === 1;
  return [
    { runtime: 'transformers apply_chat_template(tokenize=True), TRL, vLLM and TGI chat routes', count: written },
    { runtime: 'rendered text given to tokenizer(text) or processor(text=…)', count: written + added },
    { runtime: 'transformers processor.apply_chat_template(tokenize=True)', count: written > 0 ? written : added },
    { runtime: 'rendered text sent to /v1/completions (vLLM) or /generate (SGLang)', count: written + added },
    // llama-server takes the BOS of the template off before its tokenizer adds one.
    {
      runtime: 'llama-server chat route, GGUF converted from this folder',
      count: converted ? Math.max(1, written) : written,
    },
  ];
}

function question(source: string, specialTokens: Readonly<Record<string, string>>): string | undefined {
  const messages = [{ role: 'user', content: 'Hi' }];
  return unlessRefused(
    () =>
      compileTemplate(source, { now: PROBE_DATE }).render({ messages, addGenerationPrompt: true, specialTokens }).text,
  );
}
