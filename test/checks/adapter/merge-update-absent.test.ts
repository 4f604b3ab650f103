import check from '../../../src/checks/adapter/merge-update-absent.ts';
import type { WeightComparison } from '../../../src/evidence/weight-facts.ts';
import { checkTester } from '../../support/check-tester.ts';
import { mergeEvidence, moduleProof } from '../../support/merge-builders.ts';

const compared = (identical: string[], different: string[]): WeightComparison => ({
  basePath: 'base/model.safetensors',
  servedPath: 'merged/model.safetensors',
  compared: identical.length + different.length,
  identical,
  different,
  incomparable: [],
  bytesRead: 4096,
  bytesTotal: 4096,
});
const absent = { verdict: 'not-merged', because: 'the base, unchanged' } as const;
const untouched = moduleProof('q_proj', { verdict: 'not-merged', kappa: 0, residual: 0, residualOfWeight: 0 });
const foreign = moduleProof('q_proj', { verdict: 'other-base', kappa: 0.002, residual: 1.1, residualOfWeight: 0.06 });

checkTester(check, {
  passes: {
    'the update is there': {
      mergeProof: mergeEvidence([moduleProof('q_proj')]),
      weightComparison: compared([], ['q_proj.weight']),
    },
  },
  fails: {
    'the base was saved once more in another type': {
      given: { mergeProof: mergeEvidence([untouched], absent), weightComparison: compared([], []) },
      finds: [{ message: 'rounded', data: { kappa: '0.000', expected: '1.000', modules: '1 of 1 adapted tensors' } }],
    },
    'the adapter of another run was merged': {
      given: { mergeProof: mergeEvidence([foreign], absent), weightComparison: compared([], ['q_proj.weight']) },
      finds: [{ message: 'foreign', data: { kappa: '0.002', residual: '6 %' } }],
    },
  },
  unknown: {
    'other base weights': {
      mergeProof: mergeEvidence([foreign], { verdict: 'other-base' }),
      weightComparison: compared([], ['q_proj.weight']),
    },
  },
  notApplicable: {
    'the bytes are the base’s, which another check says': {
      mergeProof: mergeEvidence([untouched], absent),
      weightComparison: compared(['q_proj.weight'], []),
    },
  },
});
