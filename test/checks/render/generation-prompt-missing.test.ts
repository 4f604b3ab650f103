import check from '../../../src/checks/render/generation-prompt-missing.ts';
import { checkTester } from '../../support/check-tester.ts';
import { pairCases } from '../../support/evidence-pair-cases.ts';

checkTester(
  check,
  pairCases({
    kind: 'generation-prompt',
    neighbour: 'think-block',
    training: '<|im_start|>user\nIs it safe?<|im_end|>\n<|im_start|>assistant\n',
    request: '<|im_start|>user\nIs it safe?<|im_end|>\n',
    shows: { missing: '\n<|im_start|>assistant\n' },
  }),
);
