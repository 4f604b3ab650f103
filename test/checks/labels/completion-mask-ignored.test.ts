import check from '../../../src/checks/labels/completion-mask-ignored.ts';
import { checkTester } from '../../support/check-tester.ts';
import { labelEvidence, pairRows, questions, type Training } from '../../support/label-evidence.ts';

function given(training: Training) {
  const { labelFacts, trainData, trainingSettings } = labelEvidence(training);
  return { labelFacts, trainData, trainingSettings };
}

const rows = questions.map((_, at) => ({ input_ids: [10, 20 + at, 30, 258], completion_mask: [0, 0, 1, 1] }));

checkTester(check, {
  passes: {
    'completion_only_loss is set': given({ rows, settings: { completion_only_loss: true } }),
    'the rows have labels too': given({ rows: rows.map((row) => ({ ...row, labels: [-100, -100, 30, 258] })) }),
  },
  fails: {
    'completion_only_loss is left alone': { given: given({ rows }), finds: [{ message: 'ignored' }] },
    'completion_only_loss is off': {
      given: given({ rows, settings: { completion_only_loss: false } }),
      finds: [{ message: 'ignored', data: { path: 'train.jsonl' } }],
    },
  },
  notApplicable: { 'there is no such column': given({ rows: pairRows }) },
});
