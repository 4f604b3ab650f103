import check from '../../../src/checks/data/class-spelling-varies.ts';
import { classified, invoice, safety } from '../../support/answer-builders.ts';
import { checkTester } from '../../support/check-tester.ts';

const unsafe = ['unsafe', 'unsafe', 20] as const;

checkTester(check, {
  passes: {
    'each class is written in one way': { trainExamples: classified([['safe', 'safe', 20], unsafe]), task: safety },
    'a slip in forty rows': {
      trainExamples: classified([['safe', 'safe', 39], ['safe', 'Safe', 1], unsafe]),
      task: safety,
    },
    'a slip in ten rows is one too': {
      trainExamples: classified([['safe', 'safe', 9], ['safe', 'Safe', 1], unsafe]),
      task: safety,
    },
  },
  fails: {
    'a third of the rows write the class in capitals': {
      given: {
        trainExamples: classified([['safe', 'safe', 20], ['safe', 'SAFE', 10], unsafe]),
        task: safety,
      },
      finds: [{ message: 'varies', data: { class: 'safe', count: 2, spellings: '"safe" 66.7 %, "SAFE" 33.3 %' } }],
    },
    'a space in front is a spelling as well': {
      given: {
        trainExamples: classified([['safe', 'safe', 20], ['safe', ' safe', 10], unsafe]),
        task: safety,
      },
      finds: [{ message: 'varies', data: { spellings: '"safe" 66.7 %, " safe" 33.3 %' } }],
    },
  },
  unknown: {
    'the class stands among other words, each time in others': {
      trainExamples: classified([
        ['safe', 'It is safe because it is tied.', 5],
        ['safe', 'Tied, so it is safe.', 5],
      ]),
      task: safety,
    },
  },
  notApplicable: {
    'the task is an extraction': {
      trainExamples: classified([['safe', 'safe', 20], ['safe', 'SAFE', 10], unsafe]),
      task: invoice,
    },
  },
});
