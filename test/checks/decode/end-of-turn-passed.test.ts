import check from '../../../src/checks/decode/end-of-turn-passed.ts';
import { many, rowsEndingWith } from '../../support/answer-builders.ts';
import { checkTester } from '../../support/check-tester.ts';
import { predictions, trainedRow, trainedRows } from '../../support/evidence-builders.ts';

const END = 7;
const PAD = 3;
const ids = (...tokens: number[]) => predictions(many('row', 10, () => ({ outputIds: Int32Array.from(tokens) })));
const taught = rowsEndingWith([END, END]);

/** Two answers of which only the last ends the turn, as in gpt-oss: analysis, then final. */
const channels = (() => {
  const row = trainedRow([
    ['answer', 'thinking'],
    ['end-of-turn', '<|end|>'],
    ['template', 'final'],
    ['answer', 'yes'],
    ['end-of-turn', '<|return|>'],
  ]);
  return trainedRows([{ ...row, captured: { ...row.captured, ids: Int32Array.of(50, END, 51, 52, 9) } }]);
})();

checkTester(check, {
  passes: {
    'outputs end with the token': { predictions: ids(50, 51, END), trainedRows: taught },
    'outputs never reach the token': { predictions: ids(50, 51, 52), trainedRows: taught },
    'outputs end where the token was left out of the log': {
      predictions: predictions(many('row', 10, () => ({ outputIds: Int32Array.of(50, 51), finishReason: 'stop' }))),
      trainedRows: taught,
    },
    'a batch is padded with the end token': { predictions: ids(50, END, END, END), trainedRows: taught },
    'a batch is padded with a padding token': { predictions: ids(50, END, PAD, PAD, PAD), trainedRows: taught },
    'an output that opens with the token was asked in a wrong format': {
      predictions: ids(END, 50, 51, 52),
      trainedRows: taught,
    },
    'a token that ends only a first channel': { predictions: ids(50, END, 51, 52, 9), trainedRows: channels },
    'one output in forty goes on': {
      predictions: predictions({
        ...many('row', 39, () => ({ outputIds: Int32Array.of(50, END) })),
        odd: { outputIds: Int32Array.of(50, END, 51, 52) },
      }),
      trainedRows: taught,
    },
  },
  fails: {
    'outputs go on after the token': {
      given: { predictions: ids(50, END, 51, 52, 53), trainedRows: taught },
      finds: [{ message: 'passed', data: { outputs: '10 of 10 outputs', token: '7' } }],
    },
    'and the padding behind that does not hide it': {
      given: { predictions: ids(50, END, 51, 52, PAD, PAD), trainedRows: taught },
      finds: [{ message: 'passed' }],
    },
  },
  unknown: {
    'no training row shows how an answer ends': {
      predictions: ids(50, END, 51, 52),
      trainedRows: rowsEndingWith([undefined]),
    },
    'all outputs ran to the limit before they came to an end': {
      predictions: predictions(
        many('row', 10, () => ({ outputIds: Int32Array.of(50, 51, 52), finishReason: 'length' })),
      ),
      trainedRows: taught,
    },
    'the predictions hold text alone': { predictions: predictions({ a: 'yes', b: 'no' }), trainedRows: taught },
  },
});
