import check from '../../../src/checks/decode/output-unended.ts';
import { many } from '../../support/answer-builders.ts';
import { checkTester } from '../../support/check-tester.ts';
import { predictions } from '../../support/evidence-builders.ts';

const ended = (long: number, short: number) => ({
  predictions: predictions({
    ...many('long', long, () => ({ finishReason: 'length' })),
    ...many('short', short, () => ({ finishReason: 'stop' })),
  }),
});

checkTester(check, {
  passes: {
    'all stop by themselves': ended(0, 20),
    'the limit is the length of the answer, which is whole': {
      predictions: predictions(many('row', 20, () => ({ output: 'yes', target: 'yes', finishReason: 'length' }))),
    },
    'the limit is the length of a thinking block and the answer': {
      predictions: predictions(
        many('row', 20, () => ({ output: '<think>\n\n</think>\n\nyes', target: 'yes', finishReason: 'length' })),
      ),
    },
    'one in five hits the limit: hard inputs': ended(4, 16),
  },
  fails: {
    'one more than one in five': {
      given: ended(5, 15),
      finds: [{ message: 'unended', data: { outputs: '5 of 20 outputs (25 %)' } }],
    },
    'the limit ends what goes on behind the answer': {
      given: {
        predictions: predictions(many('row', 20, () => ({ output: 'yes yes', target: 'yes', finishReason: 'length' }))),
      },
      finds: [{ message: 'unended', data: { outputs: '20 of 20 outputs' } }],
    },
    'rows that do not say how they ended are left out': {
      given: {
        predictions: predictions({
          ...many('long', 5, () => ({ finishReason: 'length' })),
          ...many('silent', 95, () => ({})),
        }),
      },
      finds: [{ message: 'unended', data: { outputs: '5 of 5 outputs' } }],
    },
  },
  unknown: { 'no prediction says how it ended': { predictions: predictions({ a: 'yes' }) } },
});
