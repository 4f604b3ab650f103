import { tensorPlaces } from '../../evidence/views/tensor-places.ts';
import { countOf } from '../../lib/count-of.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'adapter/merge-partial',
  title: 'Every module of the adapter is in the merged weights',
  severity: 'critical',
  phase: 'B',
  clause: 'adapter-active',
  needs: ['mergeProof'],
  messages: {
    partial: {
      what: '{modules} of {merged} do not hold their update; the others are base + update. First: `{example}`.',
      why: 'The layers that were trained together are served half trained, half not. That is a third model, neither the base nor the tuned one.',
      fix: 'Merge again and look at the warnings: quantised layers that the merger skips, a shard that was not rewritten, experts or a vision tower under other names.',
    },
  },
  run({ mergeProof: { proof, mergedPath } }) {
    const { verdict, because, modules } = proof;
    if (verdict === 'unknown' || verdict === 'quantised-base' || verdict === 'other-base')
      return { kind: 'unknown', because };
    if (verdict === 'not-merged')
      return { kind: 'not-applicable', because: 'no module is merged, which other checks say' };
    const without = modules.filter((module) => module.verdict !== 'merged').map(({ tensor }) => tensor);
    if (verdict !== 'partly-merged') {
      const { tensorsRead, tensors } = proof.reading;
      const read = countOf(tensorsRead, tensors, 'tensors were compared');
      return { kind: 'pass', saw: `all ${modules.length} adapted tensors hold an update; ${read}` };
    }
    const [example] = without;
    // Then the merge lacks what could not be placed in the base either.
    if (example === undefined)
      return { kind: 'not-applicable', because: `${because}: adapter/keys-unmatched says more` };
    const data = {
      modules: countOf(without.length, modules.length, 'adapted tensors'),
      merged: mergedPath,
      example,
    };
    return { kind: 'fail', findings: [{ message: 'partial', data, places: tensorPlaces(mergedPath, without) }] };
  },
});
