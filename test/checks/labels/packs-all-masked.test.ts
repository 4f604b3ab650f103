import check from '../../../src/checks/labels/packs-all-masked.ts';
import { checkTester } from '../../support/check-tester.ts';
import { labelEvidence, pairRows, type Training } from '../../support/label-evidence.ts';

function given(training: Training) {
  const { labelFacts } = labelEvidence(training);
  return { labelFacts };
}

checkTester(check, {
  passes: {
    'rows are shorter than a pack': given({ rows: pairRows, settings: { packing: true } }),
    'answers are cut, and a part of each is left': given({
      rows: pairRows,
      settings: { packing: true, max_length: 90 },
    }),
  },
  fails: {
    'prompts fill a pack': {
      given: given({ rows: pairRows, settings: { packing: true, max_length: 30 } }),
      finds: [{ message: 'masked', data: { rows: '10 of 10 rows', limit: 30 } }],
    },
  },
  notApplicable: {
    'without packing such rows are dropped': given({ rows: pairRows, settings: { max_length: 30 } }),
    'a stream is cut anywhere': given({
      rows: pairRows,
      settings: { packing: true, packing_strategy: 'wrapped', max_length: 30 },
    }),
  },
});
