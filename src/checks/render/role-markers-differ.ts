import { aroundDifference } from '../../evidence/views/differing-pairs.ts';
import { defineCheck } from '../define-check.ts';
import { judgePairs } from '../judge-pairs.ts';

export default defineCheck({
  id: 'render/role-markers-differ',
  title: 'The request is rendered in the chat format of the training rows',
  severity: 'critical',
  phase: 'D',
  clause: 'same-rendering',
  needs: ['promptComparison'],
  messages: {
    differs: {
      what: '{requests} are rendered in another chat format than the training rows: training `{training}`, request `{request}`.',
      why: 'The model answers a format that it was not trained on: what it learned is tied to the role markers before it.',
      fix: 'Serve with the chat template that the training rows were rendered with, and check which template the server really uses (exported tokenizer, GGUF metadata, Modelfile).',
    },
  },
  run({ promptComparison }) {
    return judgePairs(promptComparison, {
      kind: 'role-markers',
      saw: 'have the chat format of the training rows',
      show: aroundDifference,
    });
  },
});
