import check from '../../../src/checks/data/answers-conflicting.ts';
import type { Example } from '../../../src/evidence/examples.ts';
import { examples, open, safety } from '../../support/answer-builders.ts';
import { checkTester } from '../../support/check-tester.ts';
import { dataRow, dataSet } from '../../support/evidence-builders.ts';

/** `count` questions of their own, and then the rows of the story. */
const given = (count: number, rows: readonly Partial<Example>[], media = 0) => {
  const own = Array.from({ length: count }, (_, at) => ({ prompt: `ladder ${at}`, answer: 'safe' }));
  const trainExamples = examples([...own, ...rows]);
  const data = trainExamples.rows.map(({ prompt }) => {
    const row = dataRow([['user', prompt]]);
    return { ...row, turns: row.turns.map((turn) => ({ ...turn, media })) };
  });
  return { trainExamples, trainData: dataSet(data), task: safety };
};
const pair = (prompt: string, second: Partial<Example> = { answer: 'unsafe' }): Partial<Example>[] => [
  { prompt, answer: 'safe' },
  { prompt, ...second },
];
const pairs = (second?: Partial<Example>) => ['a', 'b', 'c', 'd'].flatMap((prompt) => pair(prompt, second));

checkTester(check, {
  passes: {
    'every question is asked once': given(20, []),
    'questions repeat with the same answer': given(12, pairs({ answer: 'safe' })),
    'the same class in another spelling is the same answer': given(
      12,
      pairs({ answer: 'Safe' }).map((row) => ({ ...row, class: 'safe' })),
    ),
    'the system prompt tells the rows apart': given(12, pairs({ answer: 'unsafe', system: 'Be strict.' })),
    'one annotator disagrees in forty rows': given(38, pair('a')),
  },
  fails: {
    'four questions have two answers each': {
      given: given(12, pairs()),
      finds: [{ message: 'conflict', data: { rows: '8 of 20 training rows (40 %)', ceiling: '80 %' } }],
    },
  },
  notApplicable: {
    'open answers may differ': { ...given(12, pairs()), task: open },
    'every row has an image of its own': given(12, pairs(), 1),
    'all rows have one question: the prompts collapsed': given(
      0,
      Array.from({ length: 20 }, (_, at) => ({ prompt: 'Is it safe?', answer: at % 2 ? 'safe' : 'unsafe' })),
    ),
  },
});
