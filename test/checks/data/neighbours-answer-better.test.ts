import check from '../../../src/checks/data/neighbours-answer-better.ts';
import type { Task } from '../../../src/scoring/task.ts';
import { examples, many, open, scored } from '../../support/answer-builders.ts';
import { checkTester } from '../../support/check-tester.ts';
import { predictions, requests } from '../../support/evidence-builders.ts';

const KINDS: Task = { kind: 'classify', classes: ['drug', 'food'], answer: 'text' };
const kind = (at: number) => (at % 2 ? 'drug' : 'food');
const question = (at: number) =>
  at % 2 ? `patient ${at * 37} takes losartan tablets daily` : `latte ${at * 53} and cheese tart to go`;
const trained = examples(
  Array.from({ length: 60 }, (_, at) => ({
    prompt: question(at),
    answer: kind(at),
    class: kind(at),
    surface: kind(at),
  })),
);

function evaluated(said: (at: number) => string, task: Task = KINDS, count = 40) {
  const rows = many('row', count, (at) => ({ split: 'eval', output: said(at), gold: kind(at) }));
  return {
    trainExamples: trained,
    ...scored(predictions(rows), task),
    requests: requests(Object.fromEntries(Object.keys(rows).map((id, at) => [id, question(at + 1000)]))),
  };
}
const wrongBelow = (count: number) => (at: number) => kind(at < count ? at + 1 : at);

checkTester(check, {
  passes: {
    'the model is as good': evaluated(kind),
    'a few answers fewer are chance': evaluated(wrongBelow(5)),
  },
  fails: {
    'a model that knows nothing': {
      given: evaluated(() => 'food'),
      finds: [{ message: 'better', data: { model: '20 of 40 rows (50 %)', neighbours: '40 of 40 evaluation rows' } }],
    },
    'six answers fewer are not': { given: evaluated(wrongBelow(6)), finds: [{ message: 'better' }] },
  },
  unknown: {
    'too few answers': evaluated(kind, KINDS, 19),
    'no training row has a class': { ...evaluated(kind), trainExamples: examples([['hello', 'world']]) },
  },
  notApplicable: { 'answers are open': evaluated(kind, open) },
});
