import check from '../../../src/checks/labels/completion-mask-lost.ts';
import { checkTester } from '../../support/check-tester.ts';
import { labelEvidence, messagesRows, plainRows, type Training } from '../../support/label-evidence.ts';

function given(training: Training) {
  const { labelFacts, trainingSettings } = labelEvidence(training);
  return { labelFacts, trainingSettings };
}

const old = { trl: '0.18.2', transformers: '4.52.0', rows: plainRows };

checkTester(check, {
  passes: {
    'a newer release packs': given({ rows: plainRows, settings: { packing: true } }),
    'the old release without packing': given(old),
  },
  fails: {
    'the old release packs': {
      given: given({ ...old, settings: { packing: true } }),
      finds: [{ message: 'packing', data: { by: 'TRL 0.18.2 (by its release notes, not by running it)' } }],
    },
    'the old release with the Liger kernel': {
      given: given({ ...old, settings: { use_liger_kernel: true } }),
      finds: [{ message: 'liger' }],
    },
  },
  notApplicable: { 'messages have no prompt mask': given({ rows: messagesRows }) },
});
