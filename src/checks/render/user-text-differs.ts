import { aroundDifference, differingPairs } from '../../evidence/views/differing-pairs.ts';
import { countOf } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'render/user-text-differs',
  title: "The user's text is rendered as in training",
  severity: 'critical',
  phase: 'D',
  clause: 'same-rendering',
  needs: ['promptComparison'],
  messages: {
    differs: {
      what: "{requests} have other text inside the user's turn than the training row of the same example: training `{training}`, request `{request}`.",
      why: 'Instructions added, removed or reworded at inference make it another task than the one trained.',
      fix: 'Build the request from the same code that built the training rows.',
    },
  },
  run({ promptComparison }) {
    const { count, compared, example, places } = differingPairs(promptComparison, 'content');
    if (compared === 0) return { kind: 'unknown', because: 'no request could be matched with a training row' };
    if (example === undefined || !isMany(count, compared))
      return {
        kind: 'pass',
        saw: `${countOf(compared - count, compared, 'requests')} have the user text as it was trained`,
      };
    const data = { requests: countOf(count, compared, 'requests'), ...aroundDifference(example) };
    return { kind: 'fail', findings: [{ message: 'differs', data, places }] };
  },
});
