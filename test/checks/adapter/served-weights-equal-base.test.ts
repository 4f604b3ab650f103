import check from '../../../src/checks/adapter/served-weights-equal-base.ts';
import type { WeightComparison } from '../../../src/evidence/weight-facts.ts';
import { adapterModule, adapterWeights } from '../../support/answer-builders.ts';
import { checkTester } from '../../support/check-tester.ts';

const adapted = (updateNorm = 0.2) =>
  adapterWeights(['q_proj', 'v_proj'].map((name) => adapterModule(name, { updateNorm })));
const compared = (identical: string[], different: string[], incomparable: string[] = []): WeightComparison => ({
  basePath: 'base',
  servedPath: 'merged',
  compared: identical.length + different.length,
  ...{ identical, different, incomparable },
  bytesRead: 4096,
  bytesTotal: 4096,
});

checkTester(check, {
  passes: {
    'the adapted tensors differ, the others do not': {
      adapterWeights: adapted(),
      weightComparison: compared(['norm.weight'], ['q_proj.weight', 'v_proj.weight']),
    },
    'one of them was rounded back to its old value': {
      adapterWeights: adapted(),
      weightComparison: compared(['q_proj.weight'], ['v_proj.weight']),
    },
  },
  fails: {
    'the merged model is the base, byte for byte': {
      given: {
        adapterWeights: adapted(),
        weightComparison: compared(['norm.weight', 'q_proj.weight', 'v_proj.weight'], []),
      },
      finds: [{ message: 'equal', data: { tensors: '2 of 2 adapted tensors', served: 'merged' } }],
    },
  },
  unknown: {
    'the served weights are stored in another type': {
      adapterWeights: adapted(),
      weightComparison: compared(['norm.weight'], [], ['q_proj.weight', 'v_proj.weight']),
    },
    'an adapter that changes nothing leaves the base as it is': {
      adapterWeights: adapted(0),
      weightComparison: compared(['q_proj.weight', 'v_proj.weight'], []),
    },
  },
});
