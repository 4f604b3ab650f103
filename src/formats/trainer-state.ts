import * as v from 'valibot';
import { failed, ok, type Result } from '../lib/result.ts';
import { parseJson } from './json.ts';

export type TrainerLogEntry = v.InferOutput<typeof LogEntry>;

/** Keys as transformers writes them. NaN and the infinities are numbers like others: they are the sign of a diverged run. */
export type TrainerState = Omit<v.InferOutput<typeof State>, 'log_history'> & {
  readonly log_history: readonly TrainerLogEntry[];
  /** Entries that are not objects, have no step, or hold something other than a number where a number belongs. */
  readonly damagedEntries: number;
  /** Entries behind the first 200 000, which are not read. */
  readonly omittedEntries: number;
};

/** 200 000 entries of some 300 characters. */
const MAX_TEXT_UNITS = 128 * 1024 * 1024;
/** Two weeks of training at one entry every six seconds. */
const MAX_ENTRIES = 200_000;

/** valibot's own `number` refuses NaN. */
const AnyNumber = v.custom<number>((value) => typeof value === 'number');
const MaybeNumber = v.optional(v.nullable(AnyNumber));

const LogEntry = v.object({
  step: AnyNumber,
  epoch: MaybeNumber,
  loss: MaybeNumber,
  grad_norm: MaybeNumber,
  learning_rate: MaybeNumber,
  mean_token_accuracy: MaybeNumber,
  entropy: MaybeNumber,
  num_tokens: MaybeNumber,
  eval_loss: MaybeNumber,
  eval_mean_token_accuracy: MaybeNumber,
  train_loss: MaybeNumber,
});

const State = v.object({
  global_step: AnyNumber,
  epoch: MaybeNumber,
  max_steps: MaybeNumber,
  num_train_epochs: MaybeNumber,
  train_batch_size: MaybeNumber,
  log_history: v.optional(v.array(v.unknown()), []),
});

/**
 * Reads `trainer_state.json` (transformers' `TrainerState.save_to_json`). transformers 4 rounds the losses it logs to four
 * digits, 5 does not. Unknown keys are ignored; a damaged log entry is counted, not fatal.
 */
export function readTrainerState(text: string): Result<TrainerState> {
  if (text.length > MAX_TEXT_UNITS) return failed(`the file has more than ${MAX_TEXT_UNITS} characters`);
  const parsed = parseJson(text, { nonFinite: true });
  if (!parsed.ok) return parsed;
  const state = v.safeParse(State, parsed.value.value);
  if (!state.success) {
    const [issue] = state.issues;
    const key = v.getDotPath(issue) ?? '';
    const what = key === '' ? 'the file' : key;
    return failed(`${what} is missing or not as transformers writes it`, { key });
  }
  const raw = state.output.log_history.slice(0, MAX_ENTRIES);
  const log = raw.flatMap((entry) => {
    const checked = v.safeParse(LogEntry, entry);
    return checked.success ? [checked.output] : [];
  });
  return ok({
    ...state.output,
    log_history: log,
    damagedEntries: raw.length - log.length,
    omittedEntries: state.output.log_history.length - raw.length,
  });
}
