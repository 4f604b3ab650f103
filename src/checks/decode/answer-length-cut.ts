import type { Prediction } from '../../evidence/predictions.ts';
import type { TrainedRows } from '../../evidence/trained-rows.ts';
import { predictionPlaces } from '../../evidence/views/prediction-places.ts';
import { countOf } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { reachedLimit } from '../../scoring/reached-limit.ts';
import type { ScoredRow } from '../../scoring/scored-row.ts';
import { stripThinking } from '../../scoring/strip-thinking.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'decode/answer-length-cut',
  title: 'No right answer is cut by the length limit',
  severity: 'critical',
  phase: 'E',
  clause: 'honest-scoring',
  needs: ['predictions', 'scores'],
  uses: ['trainedRows', 'generation'],
  messages: {
    cut: {
      what: '{outputs} were stopped by the length limit while they were still a correct beginning of the target.',
      why: 'The model was giving the right answer and was not allowed to finish it, so it counts as wrong.',
      fix: 'Raise max_new_tokens above the longest target plus its end-of-turn token{limit}.',
    },
    tight: {
      what: '{outputs} were stopped after {limit} tokens, and {answers} have more: no room was left for the answer.',
      why: 'Whatever the model would have said, it could not say a trained answer whole, so it counts as wrong.',
      fix: 'Raise max_new_tokens above the longest trained answer ({longest} tokens) plus its end-of-turn token, and look at the outputs again.',
    },
  },
  run({ predictions, scores, trainedRows, generation }) {
    const rows = predictions.rows.flatMap((row, i) => {
      const score = scores.rows[i];
      return row.target === undefined || score === undefined ? [] : [{ row, score }];
    });
    if (rows.length === 0) return { kind: 'unknown', because: 'the predictions have no target to compare with' };
    if (rows.every(({ row }) => row.finishReason === undefined))
      return {
        kind: 'unknown',
        because: 'the predictions have no finish_reason',
        settle: 'write finish_reason into the predictions',
      };
    const limited = rows.filter(
      ({ row, score }) => reachedLimit(row.finishReason ?? null) && score.exactTarget === false,
    );
    const cut = limited.filter(({ row }) => isGoingOn(row));
    const places = (some: readonly Stopped[]) =>
      predictionPlaces(
        some.map(({ row }) => row),
        predictions.path,
      );
    if (isMany(cut.length, rows.length)) {
      const longest = Math.max(0, ...cut.map(({ row }) => row.outputIds?.length ?? 0));
      const limit = longest > 0 ? ` (it was ${longest})` : '';
      const data = { outputs: countOf(cut.length, rows.length, 'outputs'), limit };
      return { kind: 'fail', findings: [{ message: 'cut', data, places: places(cut) }] };
    }
    const tight = tightLimit(limited, trainedRows?.rows ?? [], generation?.maxNewTokens);
    if (tight !== undefined && isMany(tight.stopped.length, rows.length)) {
      const data = { ...tight.data, outputs: countOf(tight.stopped.length, rows.length, 'outputs') };
      return { kind: 'fail', findings: [{ message: 'tight', data, places: places(tight.stopped) }] };
    }
    return { kind: 'pass', saw: `${countOf(cut.length, rows.length, 'outputs')} are right so far and cut` };
  },
});

interface Stopped {
  readonly row: Prediction;
  readonly score: ScoredRow;
}

/**
 * What the outputs hold does not matter where most trained answers are longer than all that decoding allows: the setting, and no less than
 * what an output got. Left out: outputs as long as their target in characters, which had room for it, and those that the evaluator took
 * for right.
 */
function tightLimit(limited: readonly Stopped[], trained: TrainedRows['rows'], setting = 0) {
  const limit = limited.reduce((most, { row }) => Math.max(most, row.outputIds?.length ?? 0), setting);
  const lengths = trained.flatMap(({ answers }) => {
    const last = answers.findLast(({ state }) => state === 'whole');
    return last === undefined ? [] : [last.end - last.start];
  });
  const longer = lengths.filter((length) => length > limit);
  if (limit === 0 || longer.length * 2 <= lengths.length) return undefined;
  const stopped = limited.filter(({ row, score }) => {
    const isShort = row.output.trim().length < (row.target ?? '').trim().length;
    return (row.outputIds?.length ?? limit) === limit && isShort && score.correctRecorded !== true;
  });
  const answers = countOf(longer.length, lengths.length, 'trained answers');
  return { stopped, data: { answers, limit, longest: Math.max(...longer) } };
}

/**
 * Right up to its last character, behind a thinking block that the template taught (Qwen3): an output that turned into white space without
 * end needs no higher limit.
 */
function isGoingOn({ output, target = '' }: Prediction): boolean {
  const said = output.slice(stripThinking(output).answerStart).trimStart();
  return said !== '' && said.trim() !== target.trim() && target.trim().startsWith(said);
}
