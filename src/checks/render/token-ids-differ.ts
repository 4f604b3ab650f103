import { differingPairs } from '../../evidence/views/differing-pairs.ts';
import { countOf } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'render/token-ids-differ',
  title: 'The same text has the same token ids',
  severity: 'critical',
  phase: 'D',
  clause: 'same-rendering',
  needs: ['promptComparison'],
  messages: {
    differs: {
      what: '{requests} have the text of the training row but other token ids.',
      why: 'The model sees token ids, not text. A prompt tokenized alone can end in other tokens than the same prompt tokenized together with its answer.',
      fix: 'Compare the two tokenizers (version, added tokens, normalisation), and let prompt and answer meet at a token boundary: a newline or a special token, not in the middle of a word.',
    },
  },
  run({ promptComparison }) {
    const { count, compared, example, places } = differingPairs(promptComparison, 'tokens');
    if (compared === 0) return { kind: 'unknown', because: 'no request could be matched with a training row' };
    if (example === undefined || !isMany(count, compared))
      return {
        kind: 'pass',
        saw: `${countOf(compared - count, compared, 'requests')} have the token ids of the training rows`,
      };
    const data = { requests: countOf(count, compared, 'requests') };
    return { kind: 'fail', findings: [{ message: 'differs', data, places }] };
  },
});
