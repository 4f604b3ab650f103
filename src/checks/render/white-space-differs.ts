import { aroundDifference, differingPairs } from '../../evidence/views/differing-pairs.ts';
import { countOf } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'render/white-space-differs',
  title: 'White space at the joins is the same as in training',
  severity: 'critical',
  phase: 'D',
  clause: 'same-rendering',
  needs: ['promptComparison'],
  messages: {
    differs: {
      what: '{requests} differ from the training rows in white space only: training `{training}`, request `{request}`.',
      why: 'A lost newline or a trimmed space changes the tokens right before the answer, and with them how it begins.',
      fix: 'Find where it is trimmed: `.strip()` in a formatting function, `| trim` in a template, or a client that trims messages. Apply the same on both sides.',
    },
  },
  run({ promptComparison }) {
    const { count, compared, example, places } = differingPairs(promptComparison, 'white-space');
    if (compared === 0) return { kind: 'unknown', because: 'no request could be matched with a training row' };
    if (example === undefined || !isMany(count, compared))
      return {
        kind: 'pass',
        saw: `${countOf(compared - count, compared, 'requests')} have the white space of the training rows`,
      };
    const data = { requests: countOf(count, compared, 'requests'), ...aroundDifference(example) };
    return { kind: 'fail', findings: [{ message: 'differs', data, places }] };
  },
});
