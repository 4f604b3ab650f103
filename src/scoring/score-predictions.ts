import * as v from 'valibot';
import type { JsonValue } from '../formats/json-value.ts';
import { type PredictionRow, type ScoredRow, scoreRow } from './score-row.ts';
import { type Scorecard, scorecard } from './scorecard.ts';
import { parseTask, type Task } from './task.ts';

/** A line of predictions.jsonl as it stands in the file; what is missing is null or absent. */
export interface PredictionLine {
  readonly id?: string | number | null;
  readonly split?: string | null;
  readonly output?: string | null;
  readonly output_ids?: readonly number[] | null;
  readonly finish_reason?: string | null;
  readonly prediction?: unknown;
  readonly gold?: unknown;
  readonly target?: string | null;
}

const json: v.GenericSchema<unknown, JsonValue> = v.custom<JsonValue>(
  (value) => value === null || ['string', 'number', 'boolean', 'object'].includes(typeof value),
);
const optionalText = v.optional(v.nullable(v.string()));
const line = v.object({
  id: v.optional(v.nullable(v.union([v.string(), v.number()]))),
  split: optionalText,
  output: optionalText,
  answered: v.optional(v.boolean()),
  finishReason: optionalText,
  finish_reason: optionalText,
  prediction: v.optional(json),
  gold: v.optional(json),
  target: optionalText,
});

/**
 * Scores predictions: the answer read by an honest ladder beside what the user's evaluator recorded, per split and in total. Takes rows as
 * predictions.jsonl spells them or as `PredictionRow` (from an array, or one by one from a file: none is kept), and the task as
 * lockstep.yaml spells it or as `Task`. Lines without an output were not answered. Throws a TypeError when the task or a row is of the
 * wrong type: a mistake of the caller.
 */
export function scorePredictions({
  predictions,
  task,
}: {
  readonly predictions: Iterable<PredictionRow | PredictionLine>;
  readonly task: unknown;
}): Scorecard {
  const read = parseTask(task);
  if (!read.ok) throw new TypeError(read.problem.reason);
  return scorecard(scoreAll(predictions, read.value), read.value);
}

function* scoreAll(predictions: Iterable<unknown>, task: Task): Generator<ScoredRow> {
  let index = 0;
  for (const prediction of predictions) {
    const read = v.safeParse(line, prediction);
    if (!read.success) throw new TypeError(`prediction ${index} is not valid: ${read.issues[0].message}`);
    yield scoreRow(rowOf(read.output, index), task);
    index++;
  }
}

function rowOf(given: v.InferOutput<typeof line>, index: number): PredictionRow {
  const { target } = given;
  const finishReason = given.finishReason ?? given.finish_reason;
  return {
    id: String(given.id ?? index),
    split: given.split ?? undefined,
    output: given.output ?? '',
    answered: given.answered ?? (given.output !== undefined && given.output !== null),
    prediction: given.prediction,
    gold: given.gold,
    ...(finishReason ? { finishReason } : {}),
    ...(typeof target === 'string' ? { target } : {}),
  };
}
