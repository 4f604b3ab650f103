import { aroundDifference } from '../../evidence/views/differing-pairs.ts';
import { defineCheck } from '../define-check.ts';
import { judgePairs } from '../judge-pairs.ts';

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
    return judgePairs(promptComparison, {
      kind: 'content',
      saw: 'have the user text as it was trained',
      show: aroundDifference,
    });
  },
});
