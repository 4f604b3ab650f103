import check from '../../../src/checks/labels/capture-differs-from-prediction.ts';
import { encode } from '../../support/byte-tokenizer.ts';
import { checkTester } from '../../support/check-tester.ts';
import {
  labelEvidence,
  messagesRows,
  pairRows,
  plainRows,
  questions,
  type Training,
} from '../../support/label-evidence.ts';

function given(training: Training) {
  const { labelFacts } = labelEvidence(training);
  return { labelFacts };
}

type Example = (typeof questions)[number];

function captured(prompt: (example: Example) => string, answer: (example: Example) => string, masked = true) {
  return questions.map((example) => {
    const [before, after] = [encode(prompt(example)), encode(answer(example))];
    const ids = [...before, ...after];
    return [ids, [...before.map((id) => (masked ? -100 : id)), ...after]] as const;
  });
}

const prompt = ({ user }: Example) => `<|im_start|>user\n${user}<|im_end|>\n<|im_start|>assistant\n`;
const answer = ({ answer: text }: Example) => `${text}<|im_end|>\n`;
const rows = pairRows;

checkTester(check, {
  passes: {
    'token for token': given({ rows, captured: captured(prompt, answer) }),
    'two rows with one question, captured in the other order': given({
      rows: [...rows, ...rows.map((row) => ({ ...row, note: 'again' }))],
      captured: captured(prompt, answer),
    }),
  },
  fails: {
    'a collator that masks nothing': {
      given: given({ rows, captured: captured(prompt, answer, false) }),
      finds: [{ message: 'labels', data: { rows: '10 of 10 captured rows', state: 'get loss' } }],
    },
    'another chat template': {
      given: given({
        rows,
        captured: captured((one) => `<|im_start|>system\nBe brief.<|im_end|>\n${prompt(one)}`, answer),
      }),
      finds: [{ message: 'tokens' }],
    },
    'another max_length': {
      given: given({
        rows: messagesRows,
        captured: captured(
          (one) => (prompt(one) + answer(one)).slice(0, 90),
          () => '',
          false,
        ),
      }),
      finds: [{ message: 'length', data: { state: 'end earlier' } }],
    },
    'rows that would be dropped': {
      given: given({ rows, settings: { max_length: 30 }, captured: captured(prompt, answer) }),
      finds: [{ message: 'unexpected', data: { state: 'drop' } }],
    },
  },
  unknown: {
    'a release that was not run beside Lockstep': given({
      rows,
      trl: '0.24.0',
      transformers: '4.57.0',
      captured: captured(prompt, answer, false),
    }),
    'a capture of other data': given({
      rows: plainRows,
      captured: [[encode('something else altogether<|im_end|>')]],
    }),
  },
  notApplicable: {
    'no capture': given({ rows }),
    'the trainer would stop': given({ rows: [{ instruction: 'a', output: 'b' }], captured: captured(prompt, answer) }),
  },
});
