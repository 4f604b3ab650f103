import check from '../../../src/checks/data/option-place-favoured.ts';
import type { Task } from '../../../src/scoring/task.ts';
import { examples, many, scored } from '../../support/answer-builders.ts';
import { checkTester } from '../../support/check-tester.ts';
import { predictions, requests } from '../../support/evidence-builders.ts';

const LETTERS: Task = { kind: 'classify', classes: ['A', 'B', 'C'], answer: 'text' };
const WORDS = ['red', 'green', 'blue', 'black', 'white', 'brown', 'grey'];
const question = (at: number) =>
  `Which colour is it in row ${at}?\n${[0, 2, 4].map((step, place) => `${'ABC'[place]}) ${WORDS[(at + step) % 7]}`).join('\n')}`;
const letter = (at: number) => 'ABC'[at % 3] ?? 'A';
const trained = (right: (at: number) => string) =>
  examples(Array.from({ length: 60 }, (_, at) => [question(at), right(at)] as const));
const evenly = trained(letter);
const mostlyFirst = trained((at) => (at % 10 < 7 ? 'A' : letter(at)));

function evaluated(said: (at: number) => string, count = 60, ask = question) {
  const rows = many('row', count, (at) => ({ split: 'eval', output: said(at), gold: letter(at) }));
  return {
    ...scored(predictions(rows), LETTERS),
    requests: requests(Object.fromEntries(Object.keys(rows).map((id, at) => [id, ask(at)]))),
  };
}
const alwaysFirst = () => 'A';

checkTester(check, {
  passes: {
    'every option is read': { trainExamples: evenly, ...evaluated(letter) },
    'uneven training rows, and every option is read all the same': { trainExamples: mostlyFirst, ...evaluated(letter) },
    'wrong answers at all places': { trainExamples: evenly, ...evaluated((at) => letter(at * 7 + 1)) },
  },
  fails: {
    'always the first, as the training rows have it': {
      given: { trainExamples: mostlyFirst, ...evaluated(alwaysFirst) },
      finds: [
        { message: 'taught', data: { place: 1, chosen: '60 of 60 answers', right: '20 of 60 of them (33.3 %)' } },
      ],
    },
    'always the first, which nobody taught': {
      given: { trainExamples: evenly, ...evaluated(alwaysFirst) },
      finds: [{ message: 'chosen' }],
    },
  },
  unknown: {
    'too few answers choose an option': { trainExamples: evenly, ...evaluated((at) => (at < 20 ? 'A' : 'no idea')) },
  },
  notApplicable: {
    'all rows list the same options, so a place is a class': {
      trainExamples: evenly,
      ...evaluated(alwaysFirst, 60, (at) => `Does it block? (A) no (B) yes (C) unknown. Drug ${at}`),
    },
    'the questions list nothing': { trainExamples: evenly, ...evaluated(alwaysFirst, 60, (at) => `Question ${at}?`) },
  },
});
