import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'training/loss-not-finite',
  title: 'Loss and gradients stay finite and the loss does not end above its start',
  severity: 'warning',
  phase: 'G',
  needs: ['trainerState'],
  messages: {
    notFinite: {
      what: 'At step {step} the {what} is {value}.',
      why: 'From there on every update is garbage, and the saved weights are too: a loss of 0 after that is the sum of nothing.',
      fix: 'Lower the learning rate ten times, clip gradients (max_grad_norm 1.0), use bfloat16 or float32, and start again from the base model.',
    },
    rose: {
      what: 'The loss ended at {last} after it began at {first}.',
      why: 'Training made the model worse than it was: the steps are too large.',
      fix: 'Lower the learning rate ten times, add warm-up, and start again from the base model.',
    },
  },
  run({ trainerState }) {
    const log = trainerState.log_history;
    const path = 'trainer_state.json';
    for (const entry of log) {
      const bad = (['loss', 'grad_norm', 'eval_loss'] as const).find(
        (key) => typeof entry[key] === 'number' && !Number.isFinite(entry[key]),
      );
      if (bad === undefined) continue;
      const data = { step: entry.step, what: bad, value: String(entry[bad]) };
      return {
        kind: 'fail',
        findings: [
          { message: 'notFinite', data, places: [{ kind: 'setting', path, key: bad, value: String(entry[bad]) }] },
        ],
      };
    }
    const losses = log.map((entry) => entry.loss).filter((loss) => typeof loss === 'number');
    const [first, last] = [losses[0], losses.at(-1)];
    if (first === undefined || last === undefined || losses.length < 3)
      return { kind: 'unknown', because: 'the training log has fewer than three losses' };
    // Half as much again: one noisy batch at the end does not do that to a windowed mean, a diverged run exceeds it many times.
    if (last > first * 1.5)
      return {
        kind: 'fail',
        findings: [
          {
            message: 'rose',
            data: { first, last },
            places: [{ kind: 'setting', path, key: 'loss', value: String(last) }],
          },
        ],
      };
    return {
      kind: 'pass',
      saw: `${losses.length} logged losses, from ${first.toPrecision(3)} to ${last.toPrecision(3)}, all finite`,
    };
  },
});
