import type { ModuleProof } from '../../evidence/merge-proof.ts';
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
    within: {
      what: '{modules} of {merged} are base + update in a part only. First: `{example}`; {where}.',
      why: 'Outputs that were trained together are served half trained. That is a third model, neither the base nor the tuned one.',
      fix: 'Merge again: shards of a tensor that was split over devices were not all merged, or old shards lie beside new ones. `lockstep adapter --exact` counts every row.',
    },
  },
  run({ mergeProof: { proof, mergedPath } }) {
    const { verdict, because, modules } = proof;
    if (verdict === 'unknown' || verdict === 'quantised-base' || verdict === 'other-base')
      return { kind: 'unknown', because };
    if (verdict === 'not-merged')
      return { kind: 'not-applicable', because: 'no module is merged, which other checks say' };
    if (verdict !== 'partly-merged') {
      const { tensorsRead, tensors } = proof.reading;
      const read = countOf(tensorsRead, tensors, 'tensors were compared');
      return { kind: 'pass', saw: `all ${modules.length} adapted tensors hold an update; ${read}` };
    }
    const lacking = modules.filter((module) => module.verdict !== 'merged');
    const within = lacking.filter((module) => module.verdict === 'partly-merged');
    const without = lacking.filter((module) => module.verdict !== 'partly-merged');
    const count = (some: readonly ModuleProof[]) => countOf(some.length, modules.length, 'adapted tensors');
    const placesOf = (some: readonly ModuleProof[]) =>
      tensorPlaces(
        mergedPath,
        some.map(({ tensor }) => tensor),
      );
    const [partial, ...partials] = [
      ...without.slice(0, 1).map(({ tensor: example }) => {
        const data = { modules: count(without), merged: mergedPath, example };
        return { message: 'partial' as const, data, places: placesOf(without) };
      }),
      ...within.slice(0, 1).map(({ tensor: example, stories }) => {
        const data = { modules: count(within), merged: mergedPath, example, where: stories.join('; ') };
        return { message: 'within' as const, data, places: placesOf(within) };
      }),
    ];
    // Then the merge lacks what could not be placed in the base either.
    if (partial === undefined)
      return { kind: 'not-applicable', because: `${because}: adapter/keys-unmatched says more` };
    return { kind: 'fail', findings: [partial, ...partials] };
  },
});
