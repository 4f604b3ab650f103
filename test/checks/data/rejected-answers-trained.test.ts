import check from '../../../src/checks/data/rejected-answers-trained.ts';
import { checkTester } from '../../support/check-tester.ts';
import { labelEvidence, pairRows, plainRows, type Training } from '../../support/label-evidence.ts';

function given(training: Training) {
  const { labelFacts, trainData } = labelEvidence(training);
  return { labelFacts, trainData };
}

checkTester(check, {
  passes: {
    'only accepted answers': given({ rows: pairRows.map((row) => ({ ...row, label: true })) }),
    'a class that is true or false': given({
      rows: plainRows.map((row, at) => ({ ...row, completion: at % 2 === 0 ? ' yes' : ' no', label: at % 2 === 0 })),
    }),
  },
  fails: {
    'unpaired preference data as chats': {
      given: given({ rows: pairRows.map((row, at) => ({ ...row, label: at % 2 === 0 })) }),
      finds: [{ message: 'rejected', data: { rows: '5 of 10 rows (50 %)' } }],
    },
    'unpaired preference data as text': {
      given: given({ rows: plainRows.map((row, at) => ({ ...row, label: at !== 3 })) }),
      finds: [{ message: 'rejected', data: { rows: '1 of 10 rows (10 %)' } }],
    },
  },
  notApplicable: { 'no label column': given({ rows: pairRows }) },
});
