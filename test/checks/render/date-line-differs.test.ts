import check from '../../../src/checks/render/date-line-differs.ts';
import { checkTester } from '../../support/check-tester.ts';
import { pairCases } from '../../support/evidence-pair-cases.ts';

checkTester(
  check,
  pairCases({
    kind: 'date',
    neighbour: 'bos',
    training: '<|im_start|>system\nToday Date: 26 Jul 2024\nBe brief.',
    request: '<|im_start|>system\nToday Date: 03 Aug 2025\nBe brief.',
    shows: { training: 'Today Date: 26 Jul 2024⏎Be brief.', request: 'Today Date: 03 Aug 2025⏎Be brief.' },
  }),
);
