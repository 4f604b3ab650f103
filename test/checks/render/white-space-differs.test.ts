import check from '../../../src/checks/render/white-space-differs.ts';
import { checkTester } from '../../support/check-tester.ts';
import { pairCases } from '../../support/evidence-pair-cases.ts';

checkTester(
  check,
  pairCases({
    kind: 'white-space',
    neighbour: 'content',
    training: '### Response:\nIs it safe? Answer:\n',
    request: '### Response:\nIs it safe? Answer:',
    shows: { training: 'Is it safe? Answer:⏎', request: 'Is it safe? Answer:' },
  }),
);
