import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'training/loss-zero',
  title: 'The loss is not zero from the first step',
  severity: 'warning',
  phase: 'C',
  needs: ['trainerState'],
  messages: {
    zero: {
      what: 'All {entries} logged losses are exactly 0.',
      why: 'A loss of exactly zero from the first step is not a perfect model: there was no token to learn.',
      fix: 'Look at the labels of one batch: every one of them is -100. Then find what masks the answer.',
    },
  },
  run({ trainerState }) {
    const losses = trainerState.log_history.map((entry) => entry.loss).filter((loss) => typeof loss === 'number');
    if (losses.length === 0) return { kind: 'unknown', because: 'the training log has no loss' };
    // transformers 4 logs four decimals, so a run that was resumed when it was perfect logs zeros; then tokens were predicted.
    const accurate = trainerState.log_history.filter((entry) => (entry.mean_token_accuracy ?? 0) > 0).length;
    if (accurate > 0)
      return { kind: 'pass', saw: `${accurate} log entries have a token accuracy: there were tokens to learn` };
    const zeros = losses.filter((loss) => loss === 0).length;
    if (zeros < losses.length)
      return { kind: 'pass', saw: `${losses.length - zeros} of ${losses.length} logged losses are not zero` };
    const place = { kind: 'setting' as const, path: 'trainer_state.json', key: 'loss', value: '0' };
    return { kind: 'fail', findings: [{ message: 'zero', data: { entries: losses.length }, places: [place] }] };
  },
});
