import check from '../../../src/checks/labels/rows-cut-by-length.ts';
import { checkTester } from '../../support/check-tester.ts';
import { labelEvidence, pairRows, questions, type Training } from '../../support/label-evidence.ts';

function given(training: Training) {
  const { labelFacts } = labelEvidence(training);
  return { labelFacts };
}

const long = {
  prompt: [{ role: 'user', content: 'x'.repeat(200) }],
  completion: [{ role: 'assistant', content: 'no' }],
};

checkTester(check, {
  passes: {
    'every row fits': given({ rows: pairRows }),
    'one row of forty is longer': given({
      rows: [...pairRows, ...pairRows, ...pairRows, ...pairRows.slice(1), long],
      settings: { max_length: 150 },
    }),
    'documents are cut, and nobody waits for their end': given({
      rows: questions.map(({ user }) => ({ text: user })),
      settings: { max_length: 20 },
    }),
  },
  fails: {
    'the end of the answers is cut': {
      given: given({ rows: pairRows, settings: { max_length: 90 } }),
      finds: [{ message: 'cut', data: { rows: '10 of 10 rows', limit: 90, dropped: 0 } }],
    },
    'nothing is left of the answer of one row in eleven': {
      given: given({ rows: [...pairRows, long], settings: { max_length: 150 } }),
      finds: [{ message: 'cut', data: { rows: '1 of 11 rows (9.1 %)', dropped: 1 } }],
    },
  },
  notApplicable: {
    'no limit': given({ rows: pairRows, settings: { max_length: null } }),
    'packing that splits': given({
      rows: pairRows,
      settings: { max_length: 90, packing: true, packing_strategy: 'bfd_split' },
    }),
  },
});
