import { aroundDifference, differingPairs } from '../../evidence/views/differing-pairs.ts';
import { countOf } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { defineCheck } from '../define-check.ts';

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
    const { count, compared, example, places } = differingPairs(promptComparison, 'role-markers');
    if (compared === 0) return { kind: 'unknown', because: 'no request could be matched with a training row' };
    if (example === undefined || !isMany(count, compared))
      return {
        kind: 'pass',
        saw: `${countOf(compared - count, compared, 'requests')} have the chat format of the training rows`,
      };
    const data = { requests: countOf(count, compared, 'requests'), ...aroundDifference(example) };
    return { kind: 'fail', findings: [{ message: 'differs', data, places }] };
  },
});
