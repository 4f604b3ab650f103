import { countOf } from '../../lib/count-of.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'adapter/weights-not-finite',
  title: 'The adapter has no NaN and no infinity',
  severity: 'critical',
  phase: 'B',
  clause: 'adapter-active',
  needs: ['adapterWeights'],
  messages: {
    notFinite: {
      what: '{tensors} of the adapter contain NaN or infinity.',
      why: 'One such value makes every output meaningless: the model answers with one repeated token or with nothing.',
      fix: 'Training diverged before this was saved: lower the learning rate, clip gradients, train in bfloat16 or float32 instead of float16, and save again.',
    },
  },
  run({ adapterWeights }) {
    const { tensors, path } = adapterWeights;
    if (tensors.length === 0) return { kind: 'unknown', because: 'the adapter file has no tensor' };
    const bad = tensors.filter((tensor) => tensor.notFinite > 0);
    if (bad.length === 0)
      return { kind: 'pass', saw: `${tensors.length.toLocaleString('en-US')} tensors, all values read are finite` };
    const places = bad.slice(0, 3).map((tensor) => ({ kind: 'tensor' as const, path, name: tensor.name }));
    return {
      kind: 'fail',
      findings: [{ message: 'notFinite', data: { tensors: countOf(bad.length, tensors.length, 'tensors') }, places }],
    };
  },
});
