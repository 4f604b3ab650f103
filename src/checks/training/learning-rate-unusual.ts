import { hasLearned } from '../../evidence/views/has-learned.ts';
import { numberText } from '../../lib/number-text.ts';
import { judgeSettings } from '../../scoring/health/judge-settings.ts';
import { defineCheck } from '../define-check.ts';

// A rate is only worth naming where the loss did not fall: ranges are for models of a billion parameters, and toys take a hundred times
// more.
export default defineCheck({
  id: 'training/learning-rate-unusual',
  title: 'The learning rate is usual, or the loss fell with it',
  severity: 'note',
  phase: 'G',
  needs: ['trainingSettings', 'adapterConfig', 'trainerState'],
  messages: {
    low: {
      what: 'The learning rate is {rate}, below what LoRA usually takes ({low} to {high}), and the loss did not fall.',
      why: 'LoRA takes about ten times the rate of full fine-tuning; with less, the weights stay where they are.',
      fix: 'Start with 2e-4, and take the highest rate with which the loss stays stable.',
    },
    high: {
      what: 'The learning rate is {rate}, above what LoRA usually takes ({low} to {high}), and the loss did not fall.',
      why: 'Too large a step loses what the model knew, or makes the loss diverge.',
      fix: 'Start with 2e-4 and some warm-up, again from the base model.',
    },
  },
  run({ trainingSettings, adapterConfig, trainerState }) {
    const setting = trainingSettings.values.learning_rate;
    if (adapterConfig.peftType !== 'LORA')
      return { kind: 'not-applicable', because: `no range is known for ${adapterConfig.peftType} adapters` };
    const [judged] = typeof setting?.value === 'number' ? judgeSettings('lora', { learningRate: setting.value }) : [];
    if (setting === undefined || judged === undefined)
      return {
        kind: 'unknown',
        because: 'no learning rate is recorded',
        settle: 'put training_args.bin into the run folder',
      };
    const rate = numberText(judged.value);
    if (judged.state === 'usual') return { kind: 'pass', saw: `the learning rate is ${rate}` };
    if (trainerState.log_history.filter(({ loss }) => typeof loss === 'number').length < 2)
      return { kind: 'unknown', because: `the learning rate is ${rate}, and the log has fewer than two losses` };
    if (hasLearned(trainerState))
      return { kind: 'pass', saw: `the learning rate is ${rate}, and the loss fell with it` };
    const data = { rate, low: numberText(judged.range.low), high: numberText(judged.range.high) };
    const places = [{ kind: 'setting' as const, path: setting.path, key: 'learning_rate', value: rate }];
    return { kind: 'fail', findings: [{ message: judged.state === 'low' ? 'low' : 'high', data, places }] };
  },
});
