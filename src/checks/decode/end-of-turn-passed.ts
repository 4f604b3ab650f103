import type { Prediction } from '../../evidence/predictions.ts';
import type { TrainedRow } from '../../evidence/trained-rows.ts';
import { predictionPlaces } from '../../evidence/views/prediction-places.ts';
import { countOf } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { reachedLimit } from '../../scoring/reached-limit.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'decode/end-of-turn-passed',
  title: 'Decoding stops at the end-of-turn token',
  severity: 'critical',
  phase: 'E',
  clause: 'honest-scoring',
  needs: ['predictions', 'trainedRows'],
  messages: {
    passed: {
      what: '{outputs} go on after the end-of-turn token (id {token}) that the model was trained to produce.',
      why: 'The model says that it is done and the runtime does not listen: what follows is noise that breaks the parser.',
      fix: 'Add id {token} to eos_token_id (generation_config.json, or stop_token_ids in the request). llama.cpp keeps only one EOS id of the list when it converts.',
    },
  },
  run({ predictions, trainedRows }) {
    const ends = new Set(trainedRows.rows.flatMap((row) => lastEnd(row) ?? []));
    if (ends.size === 0) return { kind: 'unknown', because: 'no captured row shows which token ends an answer' };
    const withIds = predictions.rows.filter((row) => row.outputIds !== undefined && row.outputIds.length > 0);
    if (withIds.length === 0)
      return {
        kind: 'unknown',
        because: 'the predictions have no output_ids',
        settle: 'write output_ids into the predictions',
      };
    const passed = withIds.filter((row) => goesOn(row.outputIds, ends));
    if (!withIds.some((row) => cameToItsEnd(row, ends)))
      return {
        kind: 'unknown',
        because: 'no output came to its end: all ran to the length limit without an end-of-turn token',
      };
    if (!isMany(passed.length, withIds.length))
      return {
        kind: 'pass',
        saw: `${countOf(withIds.length - passed.length, withIds.length, 'outputs')} have nothing after an end-of-turn token`,
      };
    const token = passed.flatMap((row) => Array.from(row.outputIds ?? []).filter((id) => ends.has(id)))[0] ?? -1;
    const data = { outputs: countOf(passed.length, withIds.length, 'outputs'), token: String(token) };
    return {
      kind: 'fail',
      findings: [{ message: 'passed', data, places: predictionPlaces(passed, predictions.path) }],
    };
  },
});

/** Earlier turns may end otherwise: gpt-oss ends its analysis with <|end|> and goes on to the final channel. */
function lastEnd({ answers, captured }: TrainedRow): number | undefined {
  const end = answers.findLast((answer) => answer.endOfTurn !== undefined)?.endOfTurn;
  return end === undefined ? undefined : captured.ids[end];
}

/** By a token that ends answers, or by whatever the runtime stops at. Where no reason was logged, it may have. */
function cameToItsEnd({ outputIds = new Int32Array(), finishReason }: Prediction, ends: ReadonlySet<number>): boolean {
  return !reachedLimit(finishReason ?? null) || outputIds.some((id) => ends.has(id));
}

/**
 * Something is generated behind the end token. A batch is padded to its longest output, with end tokens or with a padding token (Qwen's
 * <|endoftext|>, Llama's <|finetune_right_pad_id|>): one id repeated up to the end is that.
 */
function goesOn(ids: Int32Array | undefined, ends: ReadonlySet<number>): boolean {
  if (ids === undefined) return false;
  const first = ids.findIndex((id) => ends.has(id));
  // A model may open with an end token when it was asked in a wrong format; that is another matter than a stop that is not obeyed.
  return first > 0 && new Set(ids.slice(first + 1).filter((id) => !ends.has(id))).size > 1;
}
