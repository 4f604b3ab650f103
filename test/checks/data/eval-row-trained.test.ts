import check from '../../../src/checks/data/eval-row-trained.ts';
import { examples } from '../../support/answer-builders.ts';
import { checkTester } from '../../support/check-tester.ts';
import { dataRow, dataSet } from '../../support/evidence-builders.ts';

const report = (at: number) =>
  `The ladder number ${at} leans on wall ${at * 7} beside door ${at * 13} of house ${at * 3}`;
const numbers = (from: number, count: number) => Array.from({ length: count }, (_, at) => from + at);
const train = examples(numbers(0, 40).map((at) => [report(at), 'safe'] as const));

function against(evaluated: readonly number[], { system = '', media = 0, written = report } = {}) {
  const evalExamples = examples(
    evaluated.map((at) => ({ prompt: written(at), answer: 'safe', system })),
    'eval.jsonl',
  );
  const row = dataRow([['user', 'Is it safe?']]);
  const data = evaluated.map(() => ({ ...row, turns: row.turns.map((turn) => ({ ...turn, media })) }));
  return { trainExamples: train, evalExamples, evalData: dataSet(data, { path: 'eval.jsonl' }) };
}

checkTester(check, {
  passes: {
    'spaces within words and numbers tell rows apart': {
      ...against(numbers(10, 20), { written: (at) => `Add 1 ${at}` }),
      trainExamples: examples(
        numbers(10, 20).map((at) => [`Add 1${String(at).slice(0, 1)} ${at % 10}`, 'safe'] as const),
      ),
    },
    'the evaluation rows are others': against(numbers(100, 20)),
    'in another case they have other answers': {
      ...against(numbers(0, 20), { written: (at) => report(at).toUpperCase() }),
      trainExamples: examples(numbers(0, 40).map((at) => [report(at), 'unsafe'] as const)),
    },
    'two equal rows are chance in templated data': against([0, 1, ...numbers(100, 18)]),
    'three of a hundred are too': against([0, 1, 2, ...numbers(100, 97)]),
    'the same words under another instruction are another question': against(numbers(0, 20), {
      system: 'Translate the report into plain German and leave out every number that it has.',
    }),
  },
  fails: {
    'a part of the evaluation rows was trained on': {
      given: against([0, 1, 2, ...numbers(100, 17)]),
      finds: [{ message: 'overlap', data: { rows: '3 of 20 evaluation rows (15 %)', near: '' } }],
    },
    'copies are in another case, with the same answers': {
      given: against(numbers(0, 20), { written: (at) => report(at).toUpperCase() }),
      finds: [{ message: 'overlap', data: { rows: '20 of 20 evaluation rows' } }],
    },
    'copies have a space before their commas and full stops': {
      given: {
        ...against(numbers(0, 20), { written: (at) => `${report(at)} , says Ann .` }),
        trainExamples: examples(numbers(0, 40).map((at) => [`${report(at)}, says Ann.`, 'safe'] as const)),
      },
      finds: [{ message: 'overlap', data: { rows: '20 of 20 evaluation rows' } }],
    },
  },
  notApplicable: { 'the same question about other images': against(numbers(0, 20), { media: 1 }) },
});
