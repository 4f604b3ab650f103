import { aroundDifference } from '../../evidence/views/differing-pairs.ts';
import { defineCheck } from '../define-check.ts';
import { judgePairs } from '../judge-pairs.ts';

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
    return judgePairs(promptComparison, {
      kind: 'think-block',
      saw: 'have the same thinking block as the training rows',
      show: aroundDifference,
    });
  },
});
