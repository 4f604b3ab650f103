import check from '../../../src/checks/labels/column-taken-as-labels.ts';
import { checkTester } from '../../support/check-tester.ts';
import { labelEvidence, pairRows, questions, type Training } from '../../support/label-evidence.ts';

function given(training: Training) {
  const { labelFacts } = labelEvidence(training);
  return { labelFacts };
}

checkTester(check, {
  passes: {
    'a class in a column named label': given({ rows: pairRows.map((row) => ({ ...row, label: 'safe' })) }),
    'ids with their labels': given({
      rows: questions.map((_, at) => ({ input_ids: [10, 20 + at, 258], labels: [-100, 20 + at, 258] })),
    }),
  },
  fails: {
    'several classes per row in a column named labels': {
      given: given({ rows: questions.map(({ user }) => ({ text: user, labels: [1, 2] })) }),
      finds: [{ message: 'taken', data: { path: 'train.jsonl' } }],
    },
  },
  unknown: {
    'one class per row, at which the trainer stops': given({
      rows: questions.map(({ user }) => ({ text: user, labels: 1 })),
    }),
  },
});
