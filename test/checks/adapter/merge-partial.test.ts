import check from '../../../src/checks/adapter/merge-partial.ts';
import { checkTester } from '../../support/check-tester.ts';
import { mergeEvidence, moduleProof } from '../../support/merge-builders.ts';

const left = moduleProof('v_proj', { verdict: 'not-merged', kappa: 0, residual: 0 });
const half = moduleProof('o_proj', { verdict: 'partly-merged', kappa: 0.5, stories: ['16 of 32 places have κ 0.00'] });

checkTester(check, {
  passes: {
    'all modules hold their update': { mergeProof: mergeEvidence([moduleProof('q_proj'), moduleProof('v_proj')]) },
    'all hold it twice': {
      mergeProof: mergeEvidence([moduleProof('q_proj', { kappa: 2, verdict: 'merged-twice' })], {
        verdict: 'merged-twice',
      }),
    },
  },
  fails: {
    'one of two modules is the base': {
      given: { mergeProof: mergeEvidence([moduleProof('q_proj'), left], { verdict: 'partly-merged' }) },
      finds: [{ message: 'partial', data: { modules: '1 of 2 adapted tensors (50 %)', example: 'v_proj.weight' } }],
    },
    'one module is merged in a part of its rows, another not at all': {
      given: { mergeProof: mergeEvidence([moduleProof('q_proj'), left, half], { verdict: 'partly-merged' }) },
      finds: [
        { message: 'partial', data: { modules: '1 of 3 adapted tensors (33.3 %)', example: 'v_proj.weight' } },
        { message: 'within', data: { example: 'o_proj.weight', where: '16 of 32 places have κ 0.00' } },
      ],
    },
  },
  unknown: {
    'another base hides it': { mergeProof: mergeEvidence([left], { verdict: 'other-base' }) },
  },
  notApplicable: {
    'nothing was merged': { mergeProof: mergeEvidence([left], { verdict: 'not-merged' }) },
    'what lacks has no place in the base either': {
      mergeProof: mergeEvidence([moduleProof('q_proj')], {
        verdict: 'partly-merged',
        because: '1 adapted tensors are base + update, but 1 modules of the adapter are not in the base',
      }),
    },
  },
});
