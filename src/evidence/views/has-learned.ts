import type { TrainerLogEntry, TrainerState } from '../../formats/trainer-state.ts';

/** As check training/loss-flat: less than a tenth is noise between batches. */
const MOVED = 0.1;
/** Also as there: a run that was resumed, or a model that knew the task, begins low and stays there. ln 2: a coin flip a token. */
const ALREADY_LOW = Math.LN2;

/** Entries at the end of which one must be sound: the fp16 loss scaler skips a step now and then and logs its norm as NaN or infinity. */
const LAST_ENTRIES = 2;

/** The run ends with finite losses and gradients, and its last loss is low or well below the first; false where no log shows it. */
export function hasLearned({ log_history: log }: TrainerState): boolean {
  const entries = log.filter(({ loss }) => typeof loss === 'number');
  // A loss of 0 beside a gradient that is no number is the sum of nothing: the run has diverged.
  const isSound = ({ loss, grad_norm: norm }: TrainerLogEntry) => Number.isFinite(loss) && Number.isFinite(norm ?? 0);
  const losses = entries.filter(isSound).map(({ loss }) => loss ?? 0);
  const [first, last] = [losses[0], losses.at(-1)];
  if (first === undefined || last === undefined || losses.length < 2) return false;
  return entries.slice(-LAST_ENTRIES).some(isSound) && (last < ALREADY_LOW || last <= first * (1 - MOVED));
}
