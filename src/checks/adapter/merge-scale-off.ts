import type { MergeVerdict } from '../../adapter/conclude-merge.ts';
import { mergeMeasures } from '../../evidence/views/merge-measures.ts';
import { tensorPlaces } from '../../evidence/views/tensor-places.ts';
import { countOf } from '../../lib/count-of.ts';
import { defineCheck } from '../define-check.ts';

const WRONG = {
  'merged-twice': 'twice',
  unscaled: 'unscaled',
  negated: 'negated',
  'scale-wrong': 'other',
} as const satisfies Partial<Record<MergeVerdict, string>>;

const WHY =
  'The served model is base + κ · update, and training measured base + 1 · update. A factor that far from 1 is another model: answers drift, repeat or fall back to the base.';

export default defineCheck({
  id: 'adapter/merge-scale-off',
  title: 'The update counts once in the merged weights',
  severity: 'critical',
  phase: 'B',
  clause: 'adapter-active',
  needs: ['mergeProof'],
  messages: {
    twice: {
      what: 'The update was added twice: κ is {kappa} in {modules} of {merged} (a right merge stored as {storage} has {expected}; {residual} of the update is left unexplained).',
      why: WHY,
      fix: 'Merge once, into untouched base weights. Typical: merge_and_unload on a model that was merged before, or a merged folder that is served with the adapter switched on again.',
    },
    unscaled: {
      what: 'B·A was added without its scale: κ is {kappa} in {modules} of {merged} (a right merge stored as {storage} has {expected}; {residual} of the update is left unexplained).',
      why: WHY,
      fix: 'Merge with PEFT (merge_and_unload), or multiply B·A by lora_alpha / r, with rslora by lora_alpha / √r, before adding it.',
    },
    negated: {
      what: 'The update was taken off instead of added: κ is {kappa} in {modules} of {merged} (a right merge stored as {storage} has {expected}; {residual} of the update is left unexplained).',
      why: WHY,
      fix: 'Merge again from untouched base weights. unmerge_adapter on a model that was not merged does this.',
    },
    other: {
      what: 'The update has another scale than in training: κ is {kappa} in {modules} of {merged} ({story}; a right merge stored as {storage} has {expected}; {residual} of the update is left unexplained).',
      why: WHY,
      fix: 'Merge again from untouched base weights with the adapter_config.json that training wrote; look at lora_alpha, r, use_rslora, rank_pattern and alpha_pattern if it was edited or converted.',
    },
  },
  run({ mergeProof: { proof, mergedPath } }) {
    const { verdict, because, modules } = proof;
    const measures = mergeMeasures(modules);
    if (verdict === 'merged') {
      if (measures === undefined) return { kind: 'unknown', because };
      const { kappa, expected, storage } = measures;
      const saw = `κ is ${kappa} in ${modules.length} adapted tensors, where a right merge stored as ${storage} has ${expected}`;
      return { kind: 'pass', saw };
    }
    if (verdict === 'not-merged' || verdict === 'partly-merged')
      return { kind: 'not-applicable', because: 'the update is missing in merged tensors, which other checks say' };
    const message = verdict in WRONG ? WRONG[verdict as keyof typeof WRONG] : undefined;
    if (message === undefined || measures === undefined) return { kind: 'unknown', because };
    const { kappa, expected, residual, storage } = measures;
    const wrong = modules.filter((module) => module.verdict !== 'merged');
    const counted = countOf(wrong.length, modules.length, 'adapted tensors');
    const data = { modules: counted, merged: mergedPath, kappa, expected, residual, storage };
    const story = message === 'other' ? { story: because } : {};
    const places = tensorPlaces(mergedPath, proof.disagreeing);
    return { kind: 'fail', findings: [{ message, data: { ...data, ...story }, places }] };
  },
});
