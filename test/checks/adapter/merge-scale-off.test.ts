import type { MergeVerdict } from '../../../src/adapter/conclude-merge.ts';
import check from '../../../src/checks/adapter/merge-scale-off.ts';
import { checkTester } from '../../support/check-tester.ts';
import { mergeEvidence, moduleProof } from '../../support/merge-builders.ts';

const NAMES = ['q_proj', 'k_proj', 'v_proj'];
const merged = (verdict: MergeVerdict, kappa: number, because = '') => ({
  mergeProof: mergeEvidence(
    NAMES.map((name) => moduleProof(name, { verdict, kappa })),
    { verdict, because },
  ),
});
const shared = { modules: '3 of 3 adapted tensors', merged: 'merged/model.safetensors', storage: 'BF16' };

checkTester(check, {
  passes: {
    'each update counts once': merged('merged', 1),
    'a small update lost a fifth to bfloat16, as a right merge must': {
      mergeProof: mergeEvidence([
        moduleProof('q_proj', { kappa: 0.81, expectedKappa: 0.81, lost: 0.2, residual: 0.6 }),
      ]),
    },
  },
  fails: {
    'merged twice': {
      given: merged('merged-twice', 2),
      finds: [{ message: 'twice', data: { ...shared, kappa: '2.000', expected: '1.000' } }],
    },
    'B·A without alpha / r': {
      given: merged('unscaled', 0.5),
      finds: [{ message: 'unscaled', data: { ...shared, kappa: '0.500' } }],
    },
    'taken off instead of added': {
      given: merged('negated', -1),
      finds: [{ message: 'negated', data: { ...shared, kappa: '-1.000' } }],
    },
    'alpha without r': {
      given: merged('scale-wrong', 8, 'alpha was used instead of alpha / r'),
      finds: [{ message: 'other', data: { ...shared, kappa: '8.000', story: 'alpha was used instead of alpha / r' } }],
    },
  },
  unknown: {
    'over another base the scale cannot be told': merged('other-base', 1, 'differs'),
    'the proof could not read a shard': merged('unknown', 1, 'a shard is missing'),
    'nothing was adapted': { mergeProof: mergeEvidence([]) },
  },
  notApplicable: {
    'nothing was merged': merged('not-merged', 0),
    'only some modules were merged': merged('partly-merged', 0),
  },
});
