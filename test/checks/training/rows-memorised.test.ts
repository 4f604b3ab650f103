import check from '../../../src/checks/training/rows-memorised.ts';
import { label, many, open, safety, scored, trainerState } from '../../support/answer-builders.ts';
import { checkTester } from '../../support/check-tester.ts';
import { dataRow, dataSet, predictions } from '../../support/evidence-builders.ts';

interface Story {
  /** Right answers of 20 in each split. */
  readonly train?: number;
  readonly others?: number;
  readonly epoch?: number;
  /** Answered training rows, and how many there are. */
  readonly asked?: number;
  readonly rows?: number;
  /** Half of the rows are of each class, so that always saying one gets half of them. */
  readonly mixed?: boolean;
  readonly names?: readonly [string | undefined, string | undefined];
  readonly task?: Parameters<typeof scored>[1];
}

function story({ train = 20, others = 8, epoch = 40, ...more }: Story) {
  const { asked = 20, rows: trained = 20, mixed = false, names = ['train', 'test'], task = safety } = more;
  const isSafe = (at: number) => !mixed || at % 2 === 0;
  const split = (name: string | undefined, right: number) => (at: number) => ({
    ...(name === undefined ? {} : { split: name }),
    output: label(at < right === isSafe(at) ? 'safe' : 'unsafe'),
    ...(task.kind === 'free' ? { target: label('safe') } : { gold: isSafe(at) ? 'safe' : 'unsafe' }),
  });
  const rows = predictions({ ...many('t', asked, split(names[0], train)), ...many('e', 20, split(names[1], others)) });
  return {
    scores: scored(rows, task).scores,
    trainerState: trainerState([2.4, 0.1], { epoch }),
    trainData: dataSet(Array.from({ length: trained }, () => dataRow([['user', 'Is it safe?']]))),
  };
}

checkTester(check, {
  passes: {
    'other rows are answered as well': story({ others: 20 }),
    'a gap of three rows in twenty may be chance': story({ others: 17 }),
    'seven of a hundred training rows are right: that may be chance': story({
      asked: 7,
      train: 7,
      rows: 100,
      others: 14,
    }),
    'all seven training rows are right, and most others': story({ asked: 7, train: 7, rows: 7, others: 17 }),
    'most other rows are right after a dozen passes: these are hard': story({ others: 15, epoch: 14, mixed: true }),
    'most training rows are wrong too': story({ train: 12, others: 2 }),
    'both are wrong: another fault': story({ train: 8 }),
  },
  fails: {
    'training rows are right after forty passes, the others are not': {
      given: story({}),
      finds: [
        {
          message: 'gap',
          data: { train: '20 of 20 right', evaluation: '8 of 20 right (40 %)', passes: 40, rows: 20 },
        },
      ],
    },
    'the others are hardly better than a constant answer after a dozen passes': {
      given: story({ others: 12, epoch: 14, mixed: true }),
      finds: [{ message: 'gap', data: { evaluation: '12 of 20 right (60 %)', passes: 14 } }],
    },
    'all nine training rows are known by heart: they are no sample': {
      given: story({ asked: 9, train: 9, rows: 9, others: 14 }),
      finds: [{ message: 'gap', data: { train: '9 of 9 right', evaluation: '14 of 20 right (70 %)', rows: 9 } }],
    },
    'whatever the other split is called': {
      given: story({ names: ['train', 'validation'] }),
      finds: [{ message: 'gap' }],
    },
  },
  unknown: {
    'after one epoch no row is known by heart': story({ epoch: 1 }),
    'no split is named': story({ names: [undefined, undefined] }),
    'training rows were not predicted': story({ names: ['validation', 'test'] }),
  },
  notApplicable: { 'open answers are right in other words too': story({ task: open }) },
});
