import { aroundDifference, differingPairs } from '../../evidence/views/differing-pairs.ts';
import { countOf } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'render/bos-count-differs',
  title: 'The request begins with as many BOS tokens as the training rows',
  severity: 'critical',
  phase: 'D',
  clause: 'same-rendering',
  needs: ['promptComparison'],
  messages: {
    differs: {
      what: '{requests} do not begin with the BOS token as often as the training rows do: training `{training}`, request `{request}`.',
      why: 'The model was trained on one beginning and is asked with another. Some models answer much worse for it (Gemma without BOS is useless), others hardly notice; the scores alone will not show which.',
      fix: 'Send the prompt as token ids, or tokenize the rendered chat with add_special_tokens=False: a chat template that writes BOS and a tokenizer that adds it make two.',
    },
  },
  run({ promptComparison }) {
    const { count, compared, example, places } = differingPairs(promptComparison, 'bos');
    if (compared === 0) return { kind: 'unknown', because: 'no request could be matched with a training row' };
    if (example === undefined || !isMany(count, compared))
      return { kind: 'pass', saw: `${countOf(compared - count, compared, 'requests')} agree with training in this` };
    const data = { requests: countOf(count, compared, 'requests'), ...aroundDifference(example) };
    return { kind: 'fail', findings: [{ message: 'differs', data, places }] };
  },
});
