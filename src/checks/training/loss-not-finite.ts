import type { TrainerLogEntry, TrainerState } from '../../formats/trainer-state.ts';
import { defineCheck } from '../define-check.ts';

// Half as much again: a noisy batch or a spike that passes does not do that to the median of the last entries, a diverged run exceeds it
// many times.
const ROSE = 1.5;
/** Below a coin flip a token, a loss that moves up and down is a model that knows the task. */
const LOW = Math.LN2;
const LAST_ENTRIES = 3;
/** Equal losses in a row, to the last digit; two may be equal where few digits are logged. */
const STUCK = 4;

export default defineCheck({
  id: 'training/loss-not-finite',
  title: 'Loss and gradients stay finite and the loss does not end above its start',
  severity: 'warning',
  phase: 'G',
  needs: ['trainerState'],
  messages: {
    notFinite: {
      what: 'At step {step} the {what} is {value}, and no later log entry is sound.',
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
    const log = trainerState.log_history.filter((entry) => typeof entry.loss === 'number');
    const path = 'trainer_state.json';
    if (log.length > 0 && log.every((entry) => entry.loss === 0))
      return { kind: 'unknown', because: 'all logged losses are 0: training/loss-zero says more' };
    const broken = log.slice(log.findLastIndex(isSound) + 1);
    const [first] = broken;
    if (first !== undefined && isDivergence(broken)) {
      const what = isNumber(first.loss) ? ('grad_norm' as const) : ('loss' as const);
      const value = String(first[what]);
      const data = { step: first.step, what, value };
      return {
        kind: 'fail',
        findings: [{ message: 'notFinite', data, places: [{ kind: 'setting', path, key: what, value }] }],
      };
    }
    if (first !== undefined)
      return {
        kind: 'unknown',
        because: `only the last log entry (step ${first.step}) is not finite: a step that fp16 skipped looks the same`,
      };
    return ofCurve(log, trainerState);
  },
});

/** Loss and gradients are finite. A NaN loss is logged as 0 (logging_nan_inf_filter), its gradient norm is not hidden. */
function isSound({ loss, grad_norm: gradNorm }: TrainerLogEntry): boolean {
  return isNumber(loss) && (gradNorm === undefined || gradNorm === null || Number.isFinite(gradNorm));
}

function isNumber(value: number | null | undefined): boolean {
  return typeof value === 'number' && Number.isFinite(value);
}

/**
 * Nothing sound came after. One entry says too little: the fp16 loss scaler skips a step whose gradients overflow, transformers logs its
 * norm as NaN or infinity, and training goes on. A loss that is not finite or became 0 is beyond that.
 */
function isDivergence(broken: readonly TrainerLogEntry[]): boolean {
  return broken.length > 1 || broken.some(({ loss }) => !isNumber(loss) || loss === 0);
}

function ofCurve(log: readonly TrainerLogEntry[], state: TrainerState) {
  const losses = log.flatMap(({ loss }) => (isNumber(loss) ? [loss ?? 0] : []));
  const [first] = losses;
  const last = median(losses.slice(1).slice(-LAST_ENTRIES));
  if (first === undefined || last === undefined || losses.length < 3)
    return { kind: 'unknown' as const, because: 'the training log has fewer than three finite losses' };
  const shown = { first: Number(first.toPrecision(3)), last: Number(last.toPrecision(3)) };
  const place = { kind: 'setting' as const, path: 'trainer_state.json', key: 'loss', value: String(last) };
  if (last > LOW && (last > first * ROSE || (last > first && isStuck(losses))))
    return { kind: 'fail' as const, findings: [{ message: 'rose' as const, data: shown, places: [place] }] as const };
  const evalLoss = state.log_history.findLast((entry) => typeof entry.eval_loss === 'number');
  if (evalLoss !== undefined && !isNumber(evalLoss.eval_loss))
    return {
      kind: 'unknown' as const,
      because: `the evaluation loss is ${evalLoss.eval_loss} while training went on: evaluation rows without a supervised token do that too`,
    };
  return {
    kind: 'pass' as const,
    saw: `${losses.length} logged losses, from ${shown.first} to ${shown.last}; the last ones are finite`,
  };
}

/**
 * Batches differ, so a model that still looks at its input has another loss on each; the very same number again and again is one whose
 * outputs no longer depend on anything (after a huge step: the logarithm of the vocabulary).
 */
function isStuck(losses: readonly number[]): boolean {
  return losses.length > STUCK && new Set(losses.slice(-STUCK)).size === 1;
}

/** The lower one of two in the middle. */
function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
}
