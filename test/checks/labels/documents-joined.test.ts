import check from '../../../src/checks/labels/documents-joined.ts';
import { checkTester } from '../../support/check-tester.ts';
import { labelEvidence, pairRows, type Training } from '../../support/label-evidence.ts';

function given(training: Training) {
  const { labelFacts, trainingSettings } = labelEvidence(training);
  return { labelFacts, trainingSettings };
}

checkTester(check, {
  passes: { 'the default way of packing': given({ rows: pairRows, settings: { packing: true } }) },
  fails: {
    'one stream': {
      given: given({ rows: pairRows, settings: { packing: true, packing_strategy: 'wrapped' } }),
      finds: [{ message: 'joined', data: { limit: 1024 } }],
    },
    'an old release, which knew no other way': {
      given: given({ rows: pairRows, settings: { packing: true }, trl: '0.15.2', transformers: '4.49.0' }),
      finds: [{ message: 'joined', data: { by: 'TRL 0.15.2 (by its release notes, not by running it)' } }],
    },
  },
  notApplicable: { 'no packing': given({ rows: pairRows }) },
});
