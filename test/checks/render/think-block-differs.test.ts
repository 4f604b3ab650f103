import check from '../../../src/checks/render/think-block-differs.ts';
import { checkTester } from '../../support/check-tester.ts';
import { pairCases } from '../../support/evidence-pair-cases.ts';

checkTester(
  check,
  pairCases({
    kind: 'think-block',
    neighbour: 'generation-prompt',
    training: '<|im_start|>assistant\n',
    request: '<|im_start|>assistant\n<think>\n\n</think>\n\n',
    shows: { training: 'nothing', request: '<think>⏎⏎</think>⏎⏎' },
  }),
);
