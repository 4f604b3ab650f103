import { compileTemplate } from '../chat-template/compile-template.ts';
import { TemplateError } from '../chat-template/template-error.ts';
import { PROBE_DATE } from '../evidence/derive/probe-date.ts';
import type { LockInputs } from '../evidence/lock-inputs.ts';
import { PROBE_CONVERSATIONS } from '../evidence/probe-conversations.ts';
import type { RunTokenizer } from '../evidence/run-tokenizer.ts';
import { frozen } from './frozen.ts';
import type { Lock } from './lock.ts';
import { whyUnknown } from './why-unknown.ts';

type Probe = Extract<Lock['probes'], { readonly state: 'frozen' }>['value'][number];

/** The probe conversations as the template renders them and the tokenizer cuts them, with a fixed date. */
export function freezeProbes({ template, tokenizer }: LockInputs): Lock['probes'] {
  if (tokenizer.state !== 'found') return whyUnknown(tokenizer);
  return frozen(template, ({ source }) => probesOf(source, tokenizer.value));
}

function probesOf(source: string, { tokenizer, specialTokens }: RunTokenizer): Probe[] {
  return PROBE_CONVERSATIONS.map(({ id, input }): Probe => {
    try {
      const { text } = compileTemplate(source, { now: PROBE_DATE }).render({ ...input, specialTokens });
      return { id, state: 'rendered', text, ids: [...tokenizer.encode(text, { addSpecialTokens: false }).ids] };
    } catch (error) {
      if (error instanceof TemplateError) return { id, state: 'refused', because: error.message };
      throw error;
    }
  });
}
