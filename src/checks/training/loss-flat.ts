import type { Scores } from '../../evidence/scores.ts';
import { countOf, percent } from '../../lib/count-of.ts';
import { defineCheck } from '../define-check.ts';

// Training that works takes most of the loss away from an answer format it did not know; less than a tenth is noise between batches.
const MOVED = 0.1;
// Below this the loss was low from the start (a model that knows the task), and standing still is no fault. ln 2: a coin flip a token.
const ALREADY_LOW = Math.LN2;
const WINDOW = 3;
const ONE_PASS = 1;
/** Of the training rows: a model that is right on more of them has learned something, whatever its loss is. */
const MOSTLY_WRONG = 0.5;
const ENOUGH_ROWS = 8;

export default defineCheck({
  id: 'training/loss-flat',
  title: 'The loss fell during training',
  severity: 'warning',
  phase: 'G',
  needs: ['trainerState', 'task'],
  uses: ['scores'],
  messages: {
    flat: {
      what: 'The loss went from {first} to {last} in {steps} steps: it hardly moved.',
      why: 'The model that came out is close to the one that went in; wrong answers are what to expect from it.',
      fix: "Train longer or with a larger learning rate (LoRA usually wants 1e-4 to 5e-4), and check that the adapter's parameters get gradients.",
    },
    early: {
      what: 'Training ended after {passes} of one pass over the rows with the loss still at {last}, and {right} are answered rightly.',
      why: 'The loss was on its way down when training stopped: the model has not seen all of the rows once.',
      fix: 'Raise max_steps or num_train_epochs until the loss stops falling.',
    },
  },
  run({ trainerState, task, scores }) {
    const losses = trainerState.log_history
      .map((entry) => entry.loss)
      .filter((loss) => typeof loss === 'number' && Number.isFinite(loss));
    if (losses.length < WINDOW)
      return { kind: 'unknown', because: 'the training log has fewer than three finite losses' };
    const size = Math.min(WINDOW, Math.floor(losses.length / 2) || 1);
    const first = mean(losses.slice(0, size));
    const last = mean(losses.slice(-size));
    const words = { first: first.toPrecision(3), last: last.toPrecision(3) };
    const place = { kind: 'setting' as const, path: 'trainer_state.json', key: 'loss', value: words.last };
    if (last < ALREADY_LOW || last <= first * (1 - MOVED)) {
      const right = task.kind === 'free' || last < ALREADY_LOW ? undefined : fewRight(scores);
      const passes = trainerState.epoch ?? ONE_PASS;
      if (passes >= ONE_PASS || right === undefined)
        return { kind: 'pass', saw: `the loss went from ${words.first} to ${words.last}` };
      const data = { passes: percent(passes), last: words.last, right };
      return { kind: 'fail', findings: [{ message: 'early', data, places: [place] }] };
    }
    // A chat model knows how to write before it is tuned, and the wording of open answers keeps costing loss.
    if (task.kind === 'free')
      return {
        kind: 'unknown',
        because: `the loss went from ${words.first} to ${words.last}, which open answers may do in good training too`,
        settle: 'name the task in lockstep.yaml',
      };
    const data = { ...words, steps: trainerState.global_step };
    return { kind: 'fail', findings: [{ message: 'flat', data, places: [place] }] };
  },
});

function mean(values: readonly (number | null | undefined)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0) / values.length;
}

/** How many training rows are right, in words, where that is fewer than half of them. */
function fewRight(scores: Scores | undefined): string | undefined {
  const rows = scores?.rows.filter((row) => row.split === 'train' && row.correctOurs !== null) ?? [];
  const right = rows.filter((row) => row.correctOurs).length;
  const isFew = rows.length >= ENOUGH_ROWS && right < rows.length * MOSTLY_WRONG;
  return isFew ? countOf(right, rows.length, 'training rows') : undefined;
}
