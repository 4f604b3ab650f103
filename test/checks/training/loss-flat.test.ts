import check from '../../../src/checks/training/loss-flat.ts';
import type { Task } from '../../../src/scoring/task.ts';
import { label, many, open, safety, scored, trainerState } from '../../support/answer-builders.ts';
import { checkTester } from '../../support/check-tester.ts';
import { predictions } from '../../support/evidence-builders.ts';

const log = (losses: Parameters<typeof trainerState>[0], task: Task = safety) => ({
  trainerState: trainerState(losses),
  task,
});

/** A run that stopped within the first pass, with so many of 20 training rows answered rightly. */
const stopped = (right: number, split = 'train', epoch = 0.15) => ({
  trainerState: trainerState([5.1, 4.0, 3.3], { epoch }),
  task: safety,
  scores: scored(
    predictions(many(split, 20, (at) => ({ split, gold: 'safe', output: at < right ? label('safe') : 'I can help.' }))),
    safety,
  ).scores,
});

checkTester(check, {
  passes: {
    'the loss falls': log([2.4, 1.1, 0.3, 0.1, 0.1, 0.1]),
    'the loss was low from the start': log([0.05, 0.05, 0.05, 0.05, 0.05, 0.05]),
    'a skipped step in between does not count': log([2.4, Number.NaN, 1.1, 0.3, 0.1]),
    'open answers get cheaper too': log([2.4, 2.2, 2.0, 1.8, 1.7, 1.6], open),
    'a single epoch, logged three times': log([2.4, 1.9, 1.6]),
    'a part of a pass was enough: the training rows are right': stopped(19),
    'all rows were seen': stopped(0, 'train', 1),
    'training rows were not predicted': stopped(0, 'test'),
  },
  fails: {
    'training stopped within the first pass, and training rows are wrong': {
      given: stopped(1),
      finds: [{ message: 'early', data: { passes: '15 %', last: '3.30', right: '1 of 20 training rows (5 %)' } }],
    },
    'the loss stays where it was': {
      given: log([2.4, 2.41, 2.39, 2.4, 2.38, 2.4]),
      finds: [{ message: 'flat', data: { first: '2.40', last: '2.39', steps: 60 } }],
    },
    'the loss rises': {
      given: log([2.4, 2.5, 2.6]),
      finds: [{ message: 'flat', data: { first: '2.40', last: '2.60' } }],
    },
  },
  unknown: {
    'two losses are no curve': log([2.4, 2.4]),
    'losses that are not numbers are none': log([2.4, 2.4, Number.NaN, Number.NaN]),
    'the wording of open answers keeps costing loss': log([1.31, 1.3, 1.29, 1.28, 1.27, 1.27], open),
  },
});
