import { renderChatml } from '../../support/run-builder.ts';
import { tellCause } from '../../support/stories.ts';
import { lossLog, type Segment } from '../../support/stories-build.ts';
import { messagesRow, textRow } from '../../support/stories-data.ts';

function nothing(example: Parameters<typeof renderChatml>[0]): readonly Segment[] {
  const { prompt, answer, end } = renderChatml(example);
  return [[prompt + answer + end, false]];
}

const zeros = lossLog([0, 0, 0, 0]);
const saw = /24 of 24 captured rows.* no label other than -100/;

tellCause('loss/nothing-in-loss', {
  clause: 'answer-only-loss',
  broken: { row: nothing, log: zeros, saw },
  healthy: {},
  shapes: {
    'without a training log': { row: nothing, without: ['run/checkpoint-24/'], saw },
    'messages rows': { row: nothing, dataRow: messagesRow, log: zeros, saw },
    'text rows': { row: nothing, dataRow: textRow, log: zeros, saw },
    'a loss of NaN, the mean of nothing': { row: nothing, log: lossLog(['NaN', 'NaN', 'NaN']), saw },
    'the adapter never moved, as it cannot': { row: nothing, log: zeros, loraB: 0, saw },
    'the adapter never moved, and no log is there': { row: nothing, loraB: 0, without: ['run/checkpoint-24/'], saw },
    'half of the rows': {
      row: (example) => {
        const { prompt, answer, end } = renderChatml(example);
        return [
          [prompt, false],
          [answer + end, !/roof|dock|attic/.test(example.user)],
        ];
      },
      saw: /12 of 24 captured rows/,
    },
    'without training data': { row: nothing, log: zeros, without: ['train.jsonl'], saw },
  },
  innocent: {
    'a loss that ends at zero after it fell': { log: lossLog([2.2, 0.3, 0.01, 0]) },
    'one odd row': {
      row: (example) => {
        const { prompt, answer, end } = renderChatml(example);
        return [
          [prompt, false],
          [answer + end, example.id !== 'train-00'],
        ];
      },
    },
  },
});
