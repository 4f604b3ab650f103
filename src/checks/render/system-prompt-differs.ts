import { aroundDifference } from '../../evidence/views/differing-pairs.ts';
import { defineCheck } from '../define-check.ts';
import { judgePairs } from '../judge-pairs.ts';

export default defineCheck({
  id: 'render/system-prompt-differs',
  title: 'The request has the system prompt of the training rows',
  severity: 'critical',
  phase: 'D',
  clause: 'same-rendering',
  needs: ['promptComparison'],
  messages: {
    differs: {
      what: '{requests} have another system prompt than the training rows: training `{training}`, request `{request}`.',
      why: "What the model learned is tied to the prompt it was trained with; another system prompt, or the template's default one, moves it away from there.",
      fix: 'Send the same system message at inference as in training, or none in both. A template may insert a default system prompt when none is given (Qwen2.5 does).',
    },
  },
  run({ promptComparison }) {
    return judgePairs(promptComparison, {
      kind: 'system-prompt',
      saw: 'have the system prompt of the training rows',
      show: aroundDifference,
    });
  },
});
