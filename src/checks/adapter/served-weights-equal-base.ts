import { countOf } from '../../lib/count-of.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'adapter/served-weights-equal-base',
  title: 'The served weights differ from the base where the adapter changes them',
  severity: 'critical',
  phase: 'B',
  clause: 'adapter-active',
  needs: ['weightComparison', 'adapterWeights'],
  messages: {
    equal: {
      what: 'All {tensors} that the adapter should have changed are byte-equal to the base model in {served}.',
      why: 'The "merged" model is the base model: nothing was merged into it.',
      fix: 'Merge again (`merge_and_unload`, then save the returned model), and compare once more. unsloth and mergers of quantised bases are known to write the base unchanged.',
    },
  },
  run({ weightComparison, adapterWeights }) {
    const moved = adapterWeights.modules
      .filter((module) => module.updateNorm > 0)
      .map((module) => `${module.name}.weight`);
    const compared = new Set([...weightComparison.identical, ...weightComparison.different]);
    const targets = moved.filter((name) => compared.has(name));
    if (targets.length === 0) return { kind: 'unknown', because: 'no adapted module could be compared byte for byte' };
    const identical = new Set(weightComparison.identical);
    const equal = targets.filter((name) => identical.has(name));
    if (equal.length < targets.length) {
      return {
        kind: 'pass',
        saw: `${countOf(targets.length - equal.length, targets.length, 'adapted tensors')} differ from the base`,
      };
    }
    const data = {
      tensors: countOf(equal.length, targets.length, 'adapted tensors'),
      served: weightComparison.servedPath,
    };
    const places = equal
      .slice(0, 3)
      .map((name) => ({ kind: 'tensor' as const, path: weightComparison.servedPath, name }));
    return { kind: 'fail', findings: [{ message: 'equal', data, places }] };
  },
});
