import check from '../../../src/checks/evidence/prediction-unmatched.ts';
import { checkTester } from '../../support/check-tester.ts';
import { predictions, requests } from '../../support/evidence-builders.ts';

const asked = requests({ a: 'Is the roof safe?', b: 'And the yard?' });

checkTester(check, {
  passes: {
    'every prediction has its request': { predictions: predictions({ a: 'yes', b: 'no' }), requests: asked },
    'a request without a prediction is no matter': { predictions: predictions({ b: 'no' }), requests: asked },
  },
  fails: {
    'ids of another run': {
      given: { predictions: predictions({ a: 'yes', x: 'no' }), requests: asked },
      finds: [{ message: 'unmatched', data: { predictions: '1 of 2 predictions (50 %)', id: 'x' } }],
    },
  },
  unknown: {
    'the request may be in the part that was not read': {
      predictions: predictions({ a: 'yes', x: 'no' }),
      requests: requests({ a: 'Is the roof safe?' }, { total: 50_000 }),
    },
  },
});
