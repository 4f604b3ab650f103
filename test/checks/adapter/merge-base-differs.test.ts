import check from '../../../src/checks/adapter/merge-base-differs.ts';
import { checkTester } from '../../support/check-tester.ts';
import { mergeEvidence, moduleProof } from '../../support/merge-builders.ts';

const strange = (verdict: 'other-base' | 'quantised-base') => [
  moduleProof('q_proj', { verdict, kappa: 0.98, residual: 1.3, residualOfWeight: 0.25 }),
  moduleProof('v_proj', { verdict, kappa: 1.02, residual: 1.3, residualOfWeight: 0.27 }),
];

checkTester(check, {
  passes: {
    'nothing but the update differs': { mergeProof: mergeEvidence([moduleProof('q_proj')]) },
    'a wrong factor is another fault': {
      mergeProof: mergeEvidence([moduleProof('q_proj', { verdict: 'merged-twice', kappa: 2 })], {
        verdict: 'merged-twice',
      }),
    },
  },
  fails: {
    'merged into a quantised copy': {
      given: {
        mergeProof: mergeEvidence(strange('quantised-base'), {
          verdict: 'quantised-base',
          because: '2 of 2 tensors that deviate lie on the grid of a quantised base (nf4)',
        }),
      },
      finds: [{ message: 'quantised', data: { kappa: '1.000', residual: '26 %', storage: 'BF16' } }],
    },
    'merged into an instruct model instead of the base': {
      given: {
        mergeProof: mergeEvidence(strange('other-base'), {
          verdict: 'other-base',
          because: '11 of 11 tensors differ',
          untouched: { compared: 9, equal: 0, different: ['norm.weight'] },
        }),
      },
      finds: [
        {
          message: 'other',
          data: {
            untouched: '0 of 9 tensors that the adapter leaves alone equal the base',
            because: '11 of 11 tensors differ',
          },
        },
      ],
    },
    'an adapter of whole tensors over another base': {
      given: {
        mergeProof: mergeEvidence([], {
          verdict: 'other-base',
          because: '9 of 9 tensors differ',
          untouched: { compared: 9, equal: 0, different: ['a.weight'] },
        }),
      },
      finds: [{ message: 'other' }],
    },
  },
  unknown: {
    'the merge is stored quantised': {
      mergeProof: mergeEvidence([moduleProof('q_proj')], { verdict: 'unknown', because: 'stored quantised' }),
    },
  },
});
