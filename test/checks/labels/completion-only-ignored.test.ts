import check from '../../../src/checks/labels/completion-only-ignored.ts';
import { checkTester } from '../../support/check-tester.ts';
import { labelEvidence, messagesRows, pairRows, questions, type Training } from '../../support/label-evidence.ts';

function given(training: Training) {
  const { labelFacts, trainingSettings } = labelEvidence(training);
  return { labelFacts, trainingSettings };
}

const settings = { completion_only_loss: true };

checkTester(check, {
  passes: { 'the rows have prompt and completion': given({ rows: pairRows, settings }) },
  fails: {
    'the rows are messages': {
      given: given({ rows: messagesRows, settings }),
      finds: [{ message: 'ignored', data: { path: 'train.jsonl' } }],
    },
    'the rows are texts': {
      given: given({ rows: questions.map(({ user }) => ({ text: user })), settings }),
      finds: [{ message: 'ignored' }],
    },
  },
  unknown: {
    'the trainer would stop': given({ rows: questions.map(({ user }) => ({ instruction: user })), settings }),
  },
  notApplicable: { 'the setting is left alone': given({ rows: messagesRows }) },
});
