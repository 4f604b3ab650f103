import check from '../../../src/checks/labels/eos-not-appended.ts';
import { checkTester } from '../../support/check-tester.ts';
import { labelEvidence, pairRows, plainRows, questions, type Training } from '../../support/label-evidence.ts';

function given(training: Training) {
  const { labelFacts } = labelEvidence(training);
  return { labelFacts };
}

const body = questions.map(({ user, answer }) => ({ body: `${user} ${answer}` }));
const settings = { dataset_text_field: 'body' };

checkTester(check, {
  passes: {
    'a column named text': given({ rows: questions.map(({ user }) => ({ text: user })) }),
    'prompt and completion': given({ rows: plainRows }),
    'the texts of another column bring the token along': given({
      rows: body.map((row) => ({ body: `${row.body}<|im_end|>` })),
      settings,
    }),
  },
  fails: {
    'another text column': {
      given: given({ rows: body, settings }),
      finds: [{ message: 'field', data: { field: 'body', rows: '10 of 10 uncut rows' } }],
    },
    'a text column beside prompt and completion': {
      given: given({ rows: plainRows.map((row) => ({ ...row, text: 'the same again' })) }),
      finds: [{ message: 'pair' }],
    },
    'a release that appends nothing': {
      given: given({ rows: questions.map(({ user }) => ({ text: user })), trl: '0.12.0', transformers: '4.46.0' }),
      finds: [{ message: 'release' }],
    },
  },
  unknown: {
    'every row is cut': given({ rows: questions.map(({ user }) => ({ text: user })), settings: { max_length: 8 } }),
  },
  notApplicable: { 'the chat template ends the rows': given({ rows: pairRows }) },
});
