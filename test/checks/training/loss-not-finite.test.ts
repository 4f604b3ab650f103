import check from '../../../src/checks/training/loss-not-finite.ts';
import { trainerState } from '../../support/answer-builders.ts';
import { checkTester } from '../../support/check-tester.ts';

const NaNs = { loss: 0, grad_norm: Number.NaN };
const log = (...entries: Parameters<typeof trainerState>[0]) => ({ trainerState: trainerState(entries) });

checkTester(check, {
  passes: {
    'the loss falls': log(2.4, 1.1, 0.3, 0.1),
    'fp16 skips the first step while it finds its loss scale': log({ loss: 2.4, grad_norm: Number.NaN }, 1.1, 0.3),
    'and another one in the middle, with an infinite gradient': log(
      2.4,
      { loss: 1.2, grad_norm: Number.POSITIVE_INFINITY },
      1.1,
      0.3,
    ),
    'even a loss that was not finite once and came back': log(2.4, Number.NaN, 1.1, 0.3),
    'the loss starts low and moves about': log(0.02, 0.01, 0.04, 0.05, 0.06),
    'a rate of zero leaves a loss that began higher where it is': log(2.4, 2.3, 2.3, 2.3, 2.3),
    'the loss is a little above its start and differs from batch to batch': log(2.4, 2.6, 2.7, 2.5, 2.61),
    'one batch at the end is hard': log(2.4, 0.5, 0.2, 0.1, 9.5),
    'the log has no gradient norms': log({ loss: 2.4 }, { loss: 1.1 }, { loss: 0.3 }),
  },
  fails: {
    'one huge step, and the loss no longer depends on the batch': {
      given: log(5.35, 6.6438, 6.6438, 6.6438, 6.6438),
      finds: [{ message: 'rose', data: { first: 5.35, last: 6.64 } }],
    },
    'the loss becomes NaN and stays': {
      given: log(2.4, 1.1, Number.NaN, Number.NaN),
      finds: [{ message: 'notFinite', data: { step: 30, what: 'loss', value: 'NaN' } }],
    },
    'transformers logs a loss of 0 where it was NaN, but not its gradient': {
      given: log(7.2, NaNs, NaNs, NaNs),
      finds: [{ message: 'notFinite', data: { step: 20, what: 'grad_norm', value: 'NaN' } }],
    },
    'the last loss is 0 where it was NaN': {
      given: log(2.4, 1.1, NaNs),
      finds: [{ message: 'notFinite', data: { step: 30, what: 'grad_norm' } }],
    },
    'the last loss is infinite': {
      given: log(2.4, 1.1, Number.POSITIVE_INFINITY),
      finds: [{ message: 'notFinite', data: { step: 30, what: 'loss', value: 'Infinity' } }],
    },
    'the loss ends far above its start': {
      given: log(2.4, 6.1, 8.2, 9.5, 9.1),
      finds: [{ message: 'rose', data: { first: 2.4, last: 9.1 } }],
    },
  },
  unknown: {
    'only the last step has no gradient: skipped, or the end': log(2.4, 1.1, { loss: 0.9, grad_norm: Number.NaN }),
    'there was never anything to learn': log(NaNs, NaNs, NaNs),
    'two losses are no curve': log(2.4, 9.5),
    'the evaluation loss alone is not a number: rows without a label': log(2.4, 1.1, 0.3, { eval_loss: Number.NaN }),
    'the log is empty': log(),
  },
});
