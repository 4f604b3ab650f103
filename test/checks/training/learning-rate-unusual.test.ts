import check from '../../../src/checks/training/learning-rate-unusual.ts';
import { adapterConfig, trainerState } from '../../support/answer-builders.ts';
import { checkTester } from '../../support/check-tester.ts';
import { settings } from '../../support/evidence-builders.ts';

const fell = trainerState([2.3, 1.4, 0.9]);
const flat = trainerState([10.1, 9.6, 9.98, 9.8]);
const diverged = trainerState([7.2, { loss: 0, grad_norm: Number.NaN }, { loss: 0, grad_norm: Number.NaN }]);
const given = (learning_rate: number, state = flat) => ({
  trainingSettings: settings({ learning_rate }),
  adapterConfig: adapterConfig(),
  trainerState: state,
});

checkTester(check, {
  passes: {
    'a usual rate, whatever the loss does': given(2e-4),
    'a hundred times as much on a toy that learned': given(5e-3, fell),
    'one step that fp16 skipped, and the loss fell': given(
      5e-3,
      trainerState([2.3, { loss: 1.9, grad_norm: Number.NaN }, 1.4, 0.9]),
    ),
    'the log begins late, where the loss is low already': given(5e-3, trainerState([0.05, 0.049, 0.05])),
    'very little, and the loss fell': given(1e-6, fell),
  },
  fails: {
    'a rate of full fine-tuning that moves nothing': {
      given: given(1e-6),
      finds: [{ message: 'low', data: { rate: '1e-6', low: '5e-6', high: '5e-4' } }],
    },
    'a rate with which the loss is the sum of nothing': {
      given: given(3, diverged),
      finds: [{ message: 'high', data: { rate: '3' } }],
    },
  },
  unknown: {
    'no rate is recorded': { ...given(1), trainingSettings: settings({}) },
    'no log says what the loss did': given(1e-6, trainerState([])),
  },
  notApplicable: { 'an adapter of another kind': { ...given(3), adapterConfig: adapterConfig({ peftType: 'IA3' }) } },
});
