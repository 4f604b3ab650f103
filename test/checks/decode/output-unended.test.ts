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
    'one in five hits the limit: hard inputs': ended(4, 16),
  },
  fails: {
    'one more than one in five': {
      given: ended(5, 15),
      finds: [{ message: 'unended', data: { outputs: '5 of 20 outputs (25 %)' } }],
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
