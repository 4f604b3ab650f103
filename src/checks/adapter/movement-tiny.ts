import { defineCheck } from '../define-check.ts';

// Trained adapters move weights by 1e-3 to 1e-1 of their norm; below 1e-5 the update is inert (spec/serving-contract.md B2). In between,
// 1e-4 is where bfloat16 storage already loses most of an update.
const TINY = 1e-4;

export default defineCheck({
  id: 'adapter/movement-tiny',
  title: 'Training moved the weights',
  severity: 'warning',
  phase: 'G',
  needs: ['adapterWeights'],
  messages: {
    tiny: {
      what: 'The largest update of any module is {largest} of the weight it changes ({module}).',
      why: 'Trained adapters move weights by a thousandth to a tenth; an update this small hardly changes an output.',
      fix: 'Train longer or with a larger learning rate (LoRA usually wants 1e-4 to 5e-4), and check that the gradients reach the adapter.',
    },
  },
  run({ adapterWeights }) {
    const moved = adapterWeights.modules.flatMap((module) =>
      module.baseNorm === undefined || module.baseNorm === 0 || !Number.isFinite(module.updateNorm)
        ? []
        : [{ name: module.name, ratio: module.updateNorm / module.baseNorm }],
    );
    const [first, ...rest] = moved;
    if (first === undefined)
      return {
        kind: 'unknown',
        because: 'no base weight could be read to compare the update with',
        settle: 'pass the base model with --base',
      };
    const largest = rest.reduce((most, module) => (module.ratio > most.ratio ? module : most), first);
    const ratio = largest.ratio.toExponential(1);
    if (largest.ratio >= TINY) return { kind: 'pass', saw: `the largest update is ${ratio} of its weight` };
    if (largest.ratio === 0)
      return { kind: 'not-applicable', because: 'the update is zero: adapter/update-zero says more' };
    const places = [{ kind: 'tensor' as const, path: adapterWeights.path, name: largest.name }];
    return { kind: 'fail', findings: [{ message: 'tiny', data: { largest: ratio, module: largest.name }, places }] };
  },
});
