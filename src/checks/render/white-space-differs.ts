import { aroundDifference } from '../../evidence/views/differing-pairs.ts';
import { defineCheck } from '../define-check.ts';
import { judgePairs } from '../judge-pairs.ts';

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
    return judgePairs(promptComparison, {
      kind: 'white-space',
      saw: 'have the white space of the training rows',
      show: aroundDifference,
    });
  },
});
