import { mergeMeasures } from '../../evidence/views/merge-measures.ts';
import { tensorPlaces } from '../../evidence/views/tensor-places.ts';
import { countOf } from '../../lib/count-of.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'adapter/merge-base-differs',
  title: 'The merged weights stand on the base that was trained on',
  severity: 'critical',
  phase: 'B',
  clause: 'adapter-active',
  needs: ['mergeProof'],
  messages: {
    quantised: {
      what: '{merged} is the update on a quantised copy of the base: {because}. After taking off κ = {kappa} times the update, {residual} of the weights is left, which rounding to {storage} does not explain. {untouched}.',
      why: 'The rounding errors of the quantiser are now part of the served weights. An adapter makes up for those of its own training, not for others; scores on easy rows may not show it.',
      fix: 'Load the base in its own precision (bfloat16, no load_in_4bit), then merge: PeftModel.from_pretrained(base, adapter).merge_and_unload(). If training was on a quantised base, serve that quantised base with the adapter beside it, or evaluate the merge anew.',
    },
    other: {
      what: '{merged} is not this base plus this adapter: {because}. After taking off κ = {kappa} times the update, {residual} of the weights is left, which rounding to {storage} does not explain. {untouched}.',
      why: 'The update was trained for other weights than it was added to. What comes out is a model nobody has measured.',
      fix: 'Merge into exactly the base that was trained on: compare base_model_name_or_path and its revision, base against instruct, and whether a later stage (DPO, a second merge) changed these weights.',
    },
  },
  run({ mergeProof: { proof, mergedPath } }) {
    const { verdict, because, modules, untouched } = proof;
    const equal = countOf(untouched.equal, untouched.compared, 'tensors that the adapter leaves alone equal the base');
    const measures = mergeMeasures(modules);
    switch (verdict) {
      case 'unknown':
        return { kind: 'unknown', because };
      case 'quantised-base':
      case 'other-base': {
        const { kappa, residualOfWeight: residual, storage } = measures ?? NOT_MEASURED;
        const data = { merged: mergedPath, because, kappa, residual, storage, untouched: equal };
        const places = tensorPlaces(mergedPath, proof.disagreeing);
        return {
          kind: 'fail',
          findings: [{ message: verdict === 'other-base' ? 'other' : 'quantised', data, places }],
        };
      }
      default:
        return {
          kind: 'pass',
          saw: `${equal}, and nothing but the update differs in ${modules.length} adapted tensors`,
        };
    }
  },
});

/** An adapter without a single update can still stand on another base. */
const NOT_MEASURED = { kappa: '0', residualOfWeight: 'all', storage: 'its type' };
