import { compileTemplate } from '../../chat-template/compile-template.ts';
import { TemplateError } from '../../chat-template/template-error.ts';
import { probeTemplate } from '../../chat-template/template-probes.ts';
import type { RunTokenizer } from '../run-tokenizer.ts';
import { firstSpecialToken } from './first-special-token.ts';
import { PROBE_DATE } from './probe-date.ts';

/** Id of the token that a chat template ends an assistant's turn with; undefined when no render tells. */
export function turnEndId(source: string, { tokenizer, specialTokens }: RunTokenizer): number | undefined {
  try {
    const { turnEnd } = probeTemplate(compileTemplate(source, { now: PROBE_DATE }), specialTokens);
    return turnEnd === undefined ? undefined : firstSpecialToken(turnEnd, tokenizer);
  } catch (error) {
    if (error instanceof TemplateError) return undefined;
    throw error;
  }
}
