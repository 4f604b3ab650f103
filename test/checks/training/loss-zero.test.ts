import check from '../../../src/checks/training/loss-zero.ts';
import { trainerState } from '../../support/answer-builders.ts';
import { checkTester } from '../../support/check-tester.ts';

const log = (...entries: Parameters<typeof trainerState>[0]) => ({ trainerState: trainerState(entries) });

checkTester(check, {
  passes: {
    'the loss falls': log(2.4, 1.1, 0.3),
    'the loss reaches 0, rounded to four digits': log(2.4, 0.1, 0, 0),
    'a run that is resumed when it is perfect': log(
      { loss: 0, mean_token_accuracy: 1 },
      { loss: 0, mean_token_accuracy: 1 },
    ),
  },
  fails: {
    'every loss is 0': {
      given: log(0, 0, 0),
      finds: [{ message: 'zero', data: { entries: 3 } }],
    },
    'and no token was predicted right': {
      given: log({ loss: 0, mean_token_accuracy: 0 }, { loss: 0, mean_token_accuracy: 0 }),
      finds: [{ message: 'zero', data: { entries: 2 } }],
    },
  },
  unknown: { 'only the evaluation was logged': log({ eval_loss: 0 }) },
});
