import { defineCheck } from '../define-check.ts';
import { judgePairs } from '../judge-pairs.ts';

export default defineCheck({
  id: 'render/token-ids-differ',
  title: 'The same text has the same token ids',
  severity: 'critical',
  phase: 'D',
  clause: 'same-rendering',
  needs: ['promptComparison'],
  messages: {
    differs: {
      what: '{requests} have the text of the training row but other token ids.',
      why: 'The model sees token ids, not text. A prompt tokenized alone can end in other tokens than the same prompt tokenized together with its answer.',
      fix: 'Compare the two tokenizers (version, added tokens, normalisation), and let prompt and answer meet at a token boundary: a newline or a special token, not in the middle of a word.',
    },
  },
  run({ promptComparison }) {
    return judgePairs(promptComparison, {
      kind: 'tokens',
      saw: 'have the token ids of the training rows',
      show: () => ({}),
    });
  },
});
