import check from '../../../src/checks/labels/prompt-mask-short.ts';
import { checkTester } from '../../support/check-tester.ts';
import { labelEvidence, messagesRows, pairRows, type Training } from '../../support/label-evidence.ts';

function given(training: Training) {
  const { labelFacts, versions } = labelEvidence(training);
  return { labelFacts, versions };
}

checkTester(check, {
  passes: {
    'a release that knows transformers 5': given({ rows: pairRows, trl: '0.27.1', transformers: '5.0.0' }),
    'the older release with transformers 4': given({ rows: pairRows, trl: '0.26.0', transformers: '4.57.1' }),
  },
  fails: {
    'the older release with transformers 5': {
      given: given({ rows: pairRows, trl: '0.26.0', transformers: '5.0.0' }),
      finds: [{ message: 'two', data: { trl: '0.26.0', transformers: '5.0.0' } }],
    },
  },
  notApplicable: { 'no prompt is masked': given({ rows: messagesRows, trl: '0.26.0', transformers: '5.0.0' }) },
});
