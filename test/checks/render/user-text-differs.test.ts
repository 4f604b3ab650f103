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
    shows: { training: 'afe? Answer with one word.', request: 'afe? Answer in JSON.' },
  }),
);
