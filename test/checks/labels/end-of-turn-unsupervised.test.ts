import check from '../../../src/checks/labels/end-of-turn-unsupervised.ts';
import { checkTester } from '../../support/check-tester.ts';
import { type Part, times, trainedRow, trainedRows } from '../../support/evidence-builders.ts';
import { evidenceTokenizer } from '../../support/evidence-tokenizer.ts';

const start: Part[] = [
  ['prompt', 'Is it safe?'],
  ['template', '<|im_end|>\n<|im_start|>assistant\n'],
  ['answer', 'yes'],
];
const ended = trainedRow([...start, ['end-of-turn', '<|im_end|>'], ['separator', '\n']]);
const behindSpace = trainedRow([...start, ['separator', '\n'], ['end-of-turn', '<|im_end|>']]);
const masked = trainedRow([...start, ['end-of-turn', '<|im_end|>', 'no loss']]);
const open = trainedRow(start);
const firstMasked = trainedRow([
  ...start,
  ['end-of-turn', '<|im_end|>', 'no loss'],
  ...start,
  ['end-of-turn', '<|im_end|>'],
]);
/** Phi's end of a turn, behind which TRL appends EOS. */
const otherEnd = trainedRow([...start, ['template', '<|end|>', 'loss'], ['template', '<|endoftext|>', 'loss']]);
const otherTurn = trainedRow([...start, ['template', '<|im_start|>user', 'loss']]);
const cut = trainedRow(start, { cut: true });

checkTester(check, {
  passes: {
    'every answer ends with it': { trainedRows: trainedRows(times(20, ended)) },
    'white space stands between': { trainedRows: trainedRows(times(20, behindSpace)) },
    'one odd row among forty': { trainedRows: trainedRows([...times(39, ended), open]) },
    'rows that were cut are reported by another check': { trainedRows: trainedRows([ended, cut]) },
  },
  fails: {
    'it is masked': {
      given: { trainedRows: trainedRows(times(20, masked)) },
      finds: [{ message: 'masked', data: { rows: '20 of 20 answers' } }],
    },
    'it is masked after the first answer of two': {
      given: { trainedRows: trainedRows(times(20, firstMasked)) },
      finds: [{ message: 'masked', data: { rows: '20 of 40 answers (50 %)' } }],
    },
    'a special token opens another turn behind them': {
      given: { trainedRows: trainedRows(times(20, otherTurn)), tokenizer: evidenceTokenizer() },
      finds: [{ message: 'absent' }],
    },
    'nothing ends the answers': {
      given: { trainedRows: trainedRows([...times(3, open), masked]) },
      finds: [{ message: 'absent', data: { rows: '3 of 4 answers (75 %)' } }],
    },
  },
  unknown: {
    'a special token with loss ends the rows, and no template says what it is': {
      trainedRows: trainedRows(times(20, otherEnd)),
      tokenizer: evidenceTokenizer(['<|end|>']),
    },
    'no file names the token': { trainedRows: trainedRows(times(20, open), []) },
    'no whole answer was located': { trainedRows: trainedRows([cut]) },
  },
});
