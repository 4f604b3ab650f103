import { aroundDifference } from '../../evidence/views/differing-pairs.ts';
import { defineCheck } from '../define-check.ts';
import { judgePairs } from '../judge-pairs.ts';

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
    return judgePairs(promptComparison, {
      kind: 'date',
      saw: 'have the date of the training rows',
      show: aroundDifference,
    });
  },
});
