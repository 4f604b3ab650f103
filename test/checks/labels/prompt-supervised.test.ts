import check from '../../../src/checks/labels/prompt-supervised.ts';
import { checkTester } from '../../support/check-tester.ts';
import { type Part, settings, times, trainedRow, trainedRows } from '../../support/evidence-builders.ts';

const header = '<|im_end|>\n<|im_start|>assistant\n';
const end: Part = ['end-of-turn', '<|im_end|>'];
const row = (prompt: NonNullable<Part[2]>, template: NonNullable<Part[2]> = prompt) =>
  trainedRow([
    ['template', '<|im_start|>user\n', prompt],
    ['prompt', 'Is the ladder at the wall in the yard behind the house safe?', prompt],
    ['template', header, template],
    ['answer', 'yes'],
    end,
  ]);
const masked = row('no loss');
const twoTaught = trainedRow([
  ['prompt', 'Is it?'],
  ['template', header],
  ['answer', 'yes'],
  end,
  ['prompt', 'Why?'],
  ['template', header],
  ['answer', 'Tied off.'],
  end,
]);
const userTurnBetween = trainedRow([
  ['prompt', 'Is it?'],
  ['template', header],
  ['answer', 'yes'],
  end,
  ['prompt', 'Why do you say so, and who told you that it is?', 'loss'],
  ['template', header, 'loss'],
  ['answer', 'Tied off.'],
  end,
]);
const newlineBehind = trainedRow([['prompt', 'Is it?'], ['answer', 'yes'], end, ['template', '\n', 'loss']]);

/** The data row is not known, and the answer of the first turn is taken for prompt. */
const lastTurnOnly = trainedRow(
  [
    ['prompt', 'Is it?'],
    ['template', header],
    ['prompt', 'yes, it is safe to stand on it', 'loss'],
    ['template', header],
    ['answer', 'Tied off.'],
    end,
  ],
  { located: 'request' },
);

checkTester(check, {
  passes: {
    'only answers have loss': { trainedRows: trainedRows(times(20, masked)) },
    'every answer of two has loss': { trainedRows: trainedRows(times(20, twoTaught)) },
    'a header that leaked in is reported by another check': {
      trainedRows: trainedRows(times(20, row('no loss', 'loss'))),
    },
    'what follows the last answer is no prompt': { trainedRows: trainedRows(times(20, newlineBehind)) },
    'one odd row among forty': { trainedRows: trainedRows([...times(39, masked), row('loss')]) },
  },
  fails: {
    'everything has loss': {
      given: { trainedRows: trainedRows(times(20, row('loss'))) },
      // 20 tokens of a row, the first of which never has loss; the answer and its end-of-turn token are two of them.
      finds: [{ message: 'prompt', data: { rows: '20 of 20 captured rows', supervised: 380, answerShare: '10.5 %' } }],
    },
    'without assistant_only_loss the same rows have their prompt in the loss': {
      given: { trainedRows: trainedRows(times(20, lastTurnOnly)), trainingSettings: settings({}) },
      finds: [{ message: 'prompt', data: { rows: '20 of 20 captured rows' } }],
    },
    'the user turn between two answers has loss': {
      given: { trainedRows: trainedRows(times(4, userTurnBetween)) },
      finds: [{ message: 'prompt', data: { rows: '4 of 4 captured rows' } }],
    },
  },
  unknown: {
    'assistant_only_loss teaches earlier answers, and only the last one was located': {
      trainedRows: trainedRows(times(20, lastTurnOnly)),
      trainingSettings: settings({ assistant_only_loss: true }),
    },
    'no answer was located': {
      trainedRows: trainedRows([trainedRow([['template', 'Is it? yes', 'loss']], { located: 'none' })]),
    },
  },
});
