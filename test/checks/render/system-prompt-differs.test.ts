import check from '../../../src/checks/render/system-prompt-differs.ts';
import { checkTester } from '../../support/check-tester.ts';
import { pairCases } from '../../support/evidence-pair-cases.ts';

checkTester(
  check,
  pairCases({
    kind: 'system-prompt',
    neighbour: 'role-markers',
    training: '<|im_start|>system\nSay whether the ladder is safe.<|im_end|>\n',
    request: '<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n',
    shows: {
      training: 'Say whether the ladder is safe.<|im_end|>⏎',
      request: 'You are a helpful assistant.<|im_end|>⏎',
    },
  }),
);
