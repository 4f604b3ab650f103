import check from '../../../src/checks/data/class-imbalanced.ts';
import { classified, invoice, label, many, safety, scored } from '../../support/answer-builders.ts';
import { checkTester } from '../../support/check-tester.ts';
import { predictions } from '../../support/evidence-builders.ts';

const trained = (safe: number, unsafe: number) =>
  classified([
    ['safe', 'safe', safe],
    ['unsafe', 'unsafe', unsafe],
  ]);
const skewed = trained(95, 5);
/** 40 evaluated rows: how many are safe, and how many the model calls safe. */
const evaluated = (gold: number, said: number, task = safety, count = 40) =>
  scored(
    predictions(
      many('row', count, (at) => ({
        split: 'validation',
        output: label(at < said ? 'safe' : 'unsafe'),
        gold: at < gold ? 'safe' : 'unsafe',
      })),
    ),
    task,
  ).scores;

checkTester(check, {
  passes: {
    'balanced rows, constant answers: another fault': { trainExamples: trained(50, 50), scores: evaluated(20, 40) },
    'skewed rows, but the model tells the classes apart': { trainExamples: skewed, scores: evaluated(20, 20) },
    'one in ten is still answered otherwise': { trainExamples: skewed, scores: evaluated(20, 36) },
  },
  fails: {
    'skewed rows, and the model knows only the frequent class': {
      given: { trainExamples: skewed, scores: evaluated(20, 40) },
      finds: [{ message: 'dominated', data: { class: 'safe', trained: '95 %', predicted: '100 %', gold: '50 %' } }],
    },
  },
  unknown: {
    'the evaluated rows have one class only': { trainExamples: skewed, scores: evaluated(40, 40) },
    'too few rows were evaluated': { trainExamples: skewed, scores: evaluated(10, 19, safety, 19) },
    'too few training rows have a class': { trainExamples: trained(19, 0), scores: evaluated(20, 40) },
  },
  notApplicable: {
    'the task is an extraction': { trainExamples: skewed, scores: evaluated(20, 40, invoice) },
  },
});
