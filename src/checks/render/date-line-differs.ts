import { aroundDifference, differingPairs } from '../../evidence/views/differing-pairs.ts';
import { countOf } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'render/date-line-differs',
  title: 'The date in the system turn is the same as in training',
  severity: 'note',
  phase: 'D',

  needs: ['promptComparison'],
  messages: {
    differs: {
      what: '{requests} have another date than the training rows: training `{training}`, request `{request}`.',
      why: 'The chat template prints the current day, so no two days render the same prompt. Usually harmless, and it makes exact comparison impossible.',
      fix: 'Pass a fixed date_string (or freeze the clock) in training and at inference if you want identical prompts.',
    },
  },
  run({ promptComparison }) {
    const { count, compared, example, places } = differingPairs(promptComparison, 'date');
    if (compared === 0) return { kind: 'unknown', because: 'no request could be matched with a training row' };
    if (example === undefined || !isMany(count, compared))
      return {
        kind: 'pass',
        saw: `${countOf(compared - count, compared, 'requests')} have the date of the training rows`,
      };
    const data = { requests: countOf(count, compared, 'requests'), ...aroundDifference(example) };
    return { kind: 'fail', findings: [{ message: 'differs', data, places }] };
  },
});
