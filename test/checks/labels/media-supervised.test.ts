import check from '../../../src/checks/labels/media-supervised.ts';
import { checkTester } from '../../support/check-tester.ts';
import { type Part, times, trainedRow, trainedRows } from '../../support/evidence-builders.ts';

const pads = '<|image_pad|> <|image_pad|> <|image_pad|>';
const row = (media: NonNullable<Part[2]>, padding: NonNullable<Part[2]>, answer = 'a dog') =>
  trainedRow([
    ['template', '<|im_start|>user\n'],
    ['media', pads, media],
    ['prompt', 'What is it?'],
    ['answer', answer],
    ['end-of-turn', '<|im_end|>'],
    ['padding', '<|pad|> <|pad|>', padding],
  ]);
const textOnly = trainedRow([
  ['prompt', 'What is it?'],
  ['answer', 'a dog'],
]);

checkTester(check, {
  passes: {
    'placeholders and padding are masked': { trainedRows: trainedRows(times(4, row('no loss', 'no loss'))) },
    'there are none': { trainedRows: trainedRows([textOnly]) },
  },
  fails: {
    'placeholders are labels': {
      given: { trainedRows: trainedRows(times(4, row('loss', 'no loss'))) },
      finds: [{ message: 'media', data: { supervised: '12 of 12', shareOfLoss: '12 of 24 supervised tokens (50 %)' } }],
    },
    'padding is a label': {
      given: { trainedRows: trainedRows(times(4, row('no loss', 'loss'))) },
      finds: [{ message: 'padding', data: { supervised: '8 of 8', shareOfLoss: '8 of 20 supervised tokens (40 %)' } }],
    },
    'both are, and the larger part is shown': {
      given: { trainedRows: trainedRows([row('loss', 'loss')]) },
      finds: [{ message: 'media', data: { supervised: '3 of 3' } }],
    },
  },
});
