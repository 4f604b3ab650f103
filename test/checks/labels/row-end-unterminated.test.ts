import check from '../../../src/checks/labels/row-end-unterminated.ts';
import { checkTester } from '../../support/check-tester.ts';
import { chatmlTemplate } from '../../support/evidence-builders.ts';
import { labelEvidence, messagesRows, pairRows, plainRows, type Training } from '../../support/label-evidence.ts';

function given(training: Training) {
  const { labelFacts } = labelEvidence(training);
  return { labelFacts };
}

/** The end of a turn is the beginning of the next one (GLM-4's original). */
const open = chatmlTemplate.replace("'<|im_end|>\\n'", "'\\n'");

checkTester(check, {
  passes: {
    'each turn ends with a token, and a line break behind it': given({ rows: pairRows }),
    'the length limit cuts the token off, which is another fault': given({
      rows: messagesRows,
      settings: { max_length: 50 },
    }),
  },
  fails: {
    'the last turn ends in text': {
      given: given({ rows: pairRows, chatTemplate: open }),
      finds: [{ message: 'open', data: { rows: '10 of 10 rows' } }],
    },
  },
  notApplicable: { 'plain texts': given({ rows: plainRows }) },
});
