import { mergeMeasures } from '../../evidence/views/merge-measures.ts';
import { tensorPlaces } from '../../evidence/views/tensor-places.ts';
import { countOf } from '../../lib/count-of.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'adapter/merge-update-absent',
  title: "What changed in the merged weights is this adapter's update",
  severity: 'critical',
  phase: 'B',
  clause: 'adapter-active',
  needs: ['mergeProof', 'weightComparison'],
  messages: {
    rounded: {
      what: '{merged} is the base in another storage type: κ is {kappa} in {modules} (a right merge stored as {storage} has {expected}).',
      why: 'The bytes differ from the base, so a file comparison looks like a merge. The values are the base: nothing of the training is served.',
      fix: 'Save the model that merge_and_unload returns, not the one that went in, and compare once more.',
    },
    foreign: {
      what: '{merged} was changed, but not by this adapter: κ is {kappa} in {modules}, and {residual} of the weights changed in another way.',
      why: 'Something else was merged: an adapter of another run or checkpoint, or other weights altogether. Nothing of this training is served.',
      fix: 'Check which adapter folder the merge script read, and merge this one: PeftModel.from_pretrained(base, run).merge_and_unload().',
    },
  },
  run({ mergeProof: { proof, mergedPath }, weightComparison }) {
    const { verdict, because, modules } = proof;
    const measures = mergeMeasures(modules);
    if (verdict === 'unknown' || verdict === 'quantised-base' || verdict === 'other-base')
      return { kind: 'unknown', because };
    if (verdict !== 'not-merged')
      return { kind: 'pass', saw: `κ is ${measures?.kappa ?? '0'} over ${modules.length} adapted tensors` };
    const identical = new Set(weightComparison.identical);
    if (modules.every(({ tensor }) => identical.has(tensor)))
      return { kind: 'not-applicable', because: `${because}: adapter/served-weights-equal-base says more` };
    if (measures === undefined) return { kind: 'unknown', because };
    const isForeign = modules.some(({ verdict: own }) => own === 'other-base' || own === 'quantised-base');
    const { kappa, expected, residualOfWeight, storage } = measures;
    const shared = { merged: mergedPath, kappa, modules: countOf(modules.length, modules.length, 'adapted tensors') };
    const places = tensorPlaces(mergedPath, proof.disagreeing);
    const finding = isForeign
      ? { message: 'foreign' as const, data: { ...shared, residual: residualOfWeight }, places }
      : { message: 'rounded' as const, data: { ...shared, storage, expected }, places };
    return { kind: 'fail', findings: [finding] };
  },
});
