import check from '../../../src/checks/labels/answer-cut.ts';
import { checkTester } from '../../support/check-tester.ts';
import { type Part, times, trainedRow, trainedRows } from '../../support/evidence-builders.ts';

const start: Part[] = [
  ['template', '<|im_start|>user\n'],
  ['prompt', 'Is it safe?'],
  ['template', '<|im_end|>\n<|im_start|>assistant\n'],
];
const whole = trainedRow([...start, ['answer', 'It is tied off.'], ['end-of-turn', '<|im_end|>']]);
const cut = trainedRow([...start, ['answer', 'It is tied']], { cut: true });

checkTester(check, {
  passes: {
    'every row holds its answer': { trainedRows: trainedRows(times(20, whole)) },
    'one row of forty is too long': { trainedRows: trainedRows([...times(39, whole), cut]) },
  },
  fails: {
    'every row is cut': {
      given: { trainedRows: trainedRows(times(20, cut)) },
      finds: [{ message: 'cut', data: { rows: '20 of 20 captured rows', longest: cut.regions.length } }],
    },
    'the longest rows are cut': {
      given: { trainedRows: trainedRows([...times(19, whole), cut]) },
      finds: [{ message: 'cut', data: { rows: '1 of 20 captured rows (5 %)', longest: whole.regions.length } }],
    },
  },
  unknown: { 'no answer was located': { trainedRows: trainedRows([trainedRow(start, { located: 'none' })]) } },
});
