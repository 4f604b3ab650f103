import check from '../../../src/checks/render/bos-count-differs.ts';
import { checkTester } from '../../support/check-tester.ts';
import { pairCases } from '../../support/evidence-pair-cases.ts';

checkTester(
  check,
  pairCases({
    kind: 'bos',
    neighbour: 'system-prompt',
    training: '<s>[INST] Is it safe? [/INST]',
    request: '<s><s>[INST] Is it safe? [/INST]',
    shows: { trained: 1, sent: 2, start: '<s><s>[INST] Is it safe? [/INST]' },
  }),
);
