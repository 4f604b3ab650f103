import check from '../../../src/checks/data/prompts-collapsed.ts';
import type { Example } from '../../../src/evidence/examples.ts';
import { examples } from '../../support/answer-builders.ts';
import { checkTester } from '../../support/check-tester.ts';
import { dataRow, dataSet, trainedRow, trainedRows } from '../../support/evidence-builders.ts';

interface Story {
  readonly example?: (at: number) => Partial<Example>;
  /** What the model saw before the answer. */
  readonly seen?: (at: number) => string;
  readonly media?: number;
}

const answer = (at: number) => (at % 2 === 0 ? 'safe' : 'unsafe');

function story({ example = () => ({}), seen = (at) => 'word '.repeat(at + 1), media = 0 }: Story) {
  const numbers = Array.from({ length: 20 }, (_, at) => at);
  const trainExamples = examples(
    numbers.map((at) => ({ prompt: `Manual. Ladder ${at}`, answer: answer(at), ...example(at) })),
  );
  const data = numbers.map(() => {
    const row = dataRow([['user', 'Is it safe?']]);
    return { ...row, turns: row.turns.map((turn) => ({ ...turn, media })) };
  });
  const rows = numbers.map((at) =>
    trainedRow(
      [
        ['prompt', seen(at)],
        ['answer', answer(at)],
      ],
      { dataRow: at },
    ),
  );
  return { trainExamples, trainData: dataSet(data), trainedRows: trainedRows(rows) };
}

function withoutCapture({ trainExamples, trainData }: ReturnType<typeof story>) {
  return { trainExamples, trainData };
}

checkTester(check, {
  passes: {
    'every row asks something else': story({}),
    'seven rows share a question in a templated data set': story({
      example: (at) => (at < 7 ? { prompt: 'Is it safe?' } : {}),
    }),
    'a question that repeats with one answer is only a repetition': story({
      example: (at) => (at < 12 ? { prompt: 'Say safe.', answer: 'safe' } : {}),
    }),
    'the document stands in the system turn': story({
      example: (at) => ({ system: `Ladder ${at}`, prompt: 'Is it safe?' }),
    }),
    'one row was captured again and again': (() => {
      const all = story({});
      const [row] = all.trainedRows.rows;
      return { ...all, trainedRows: trainedRows(row ? Array.from({ length: 20 }, () => row) : []) };
    })(),
  },
  fails: {
    'the data show it without a capture': {
      given: withoutCapture(story({ example: () => ({ prompt: 'Manual.' }) })),
      finds: [{ message: 'data', data: { rows: '20 of 20 rows' } }],
    },
    'a character limit cut the data to its boilerplate': {
      given: story({ example: () => ({ prompt: 'Manual.' }) }),
      finds: [{ message: 'data', data: { rows: '20 of 20 rows', answers: 2 } }],
    },
    'the rows differ, but truncation left one and the same input': {
      given: story({ seen: () => 'Manual.' }),
      finds: [{ message: 'ids', data: { rows: '20 of 20 captured rows' } }],
    },
  },
  unknown: { 'the rows differ, and no capture shows what was left of them': withoutCapture(story({})) },
  notApplicable: {
    'one question about twenty images': story({ example: () => ({ prompt: 'Is it safe?' }), media: 1 }),
  },
});
