import check from '../../../src/checks/render/token-ids-differ.ts';
import { checkTester } from '../../support/check-tester.ts';
import { pairCases } from '../../support/evidence-pair-cases.ts';

checkTester(
  check,
  pairCases({
    kind: 'tokens',
    neighbour: 'white-space',
    training: 'Is it safe? Answer:',
    request: 'Is it safe? Answer:',
    shows: {},
  }),
);
