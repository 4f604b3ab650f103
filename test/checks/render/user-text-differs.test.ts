import check from '../../../src/checks/render/user-text-differs.ts';
import { checkTester } from '../../support/check-tester.ts';
import { pairCases } from '../../support/evidence-pair-cases.ts';

checkTester(
  check,
  pairCases({
    kind: 'content',
    neighbour: 'white-space',
    training: 'user\nIs it safe? Answer with one word.',
    request: 'user\nIs it safe? Answer in JSON.',
    shows: { training: 'Is it safe? Answer with one word.', request: 'Is it safe? Answer in JSON.' },
  }),
);
