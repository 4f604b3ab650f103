import check from '../../../src/checks/render/media-placement-differs.ts';
import { checkTester } from '../../support/check-tester.ts';
import { pairCases } from '../../support/evidence-pair-cases.ts';

checkTester(
  check,
  pairCases({
    kind: 'media',
    neighbour: 'white-space',
    training: '<|im_start|>user\n<image>\nIs it safe?',
    request: '<|im_start|>user\nIs it safe?<image>',
    shows: { training: '<image>⏎Is it safe?', request: 'Is it safe?<image>' },
  }),
);
