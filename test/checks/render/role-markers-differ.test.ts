import check from '../../../src/checks/render/role-markers-differ.ts';
import { checkTester } from '../../support/check-tester.ts';
import { pairCases } from '../../support/evidence-pair-cases.ts';

checkTester(
  check,
  pairCases({
    kind: 'role-markers',
    neighbour: 'system-prompt',
    training: '<|im_start|>user\nIs it safe?<|im_end|>\n',
    request: '### Instruction:\nIs it safe?\n\n### Response:\n',
    shows: {
      training: '<|im_start|>user⏎Is it safe?<|im_end|>⏎',
      request: '### Instruction:⏎Is it safe?⏎⏎### Response:⏎',
    },
  }),
);
