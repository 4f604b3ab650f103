import { aroundDifference, differingPairs } from '../../evidence/views/differing-pairs.ts';
import { countOf } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'render/think-block-differs',
  title: 'A thinking block stands in both or in neither',
  severity: 'critical',
  phase: 'D',
  clause: 'same-rendering',
  needs: ['promptComparison'],
  messages: {
    differs: {
      what: '{requests} differ from the training rows in the thinking block after the assistant header: training `{training}`, request `{request}`.',
      why: 'The tokens right before the answer decide how it begins; with a thinking block on one side only, the model answers from a place that it never saw in training.',
      fix: 'Render both sides with the same enable_thinking (or the same template); train with the empty thinking block if the server inserts one.',
    },
  },
  run({ promptComparison }) {
    const { count, compared, example, places } = differingPairs(promptComparison, 'think-block');
    if (compared === 0) return { kind: 'unknown', because: 'no request could be matched with a training row' };
    if (example === undefined || !isMany(count, compared))
      return {
        kind: 'pass',
        saw: `${countOf(compared - count, compared, 'requests')} have the same thinking block as the training rows`,
      };
    const data = { requests: countOf(count, compared, 'requests'), ...aroundDifference(example) };
    return { kind: 'fail', findings: [{ message: 'differs', data, places }] };
  },
});
