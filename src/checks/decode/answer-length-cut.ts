import type { Prediction } from '../../evidence/predictions.ts';
import { predictionPlaces } from '../../evidence/views/prediction-places.ts';
import { countOf } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { stripThinking } from '../../scoring/strip-thinking.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'decode/answer-length-cut',
  title: 'No right answer is cut by the length limit',
  severity: 'critical',
  phase: 'E',
  clause: 'honest-scoring',
  needs: ['predictions', 'scores'],
  messages: {
    cut: {
      what: '{outputs} were stopped by the length limit while they were still a correct beginning of the target.',
      why: 'The model was giving the right answer and was not allowed to finish it, so it counts as wrong.',
      fix: 'Raise max_new_tokens above the longest target plus its end-of-turn token{limit}.',
    },
  },
  run({ predictions, scores }) {
    const rows = predictions.rows
      .map((row, i) => ({ row, score: scores.rows[i] }))
      .filter(({ row }) => row.target !== undefined);
    if (rows.length === 0) return { kind: 'unknown', because: 'the predictions have no target to compare with' };
    if (rows.every(({ row }) => row.finishReason === undefined))
      return {
        kind: 'unknown',
        because: 'the predictions have no finish_reason',
        settle: 'write finish_reason into the predictions',
      };
    const limited = rows.filter(({ row }) => row.finishReason === 'length');
    const cut = limited.filter(({ row, score }) => score?.exactTarget === false && isGoingOn(row));
    if (!isMany(cut.length, rows.length))
      return { kind: 'pass', saw: `${countOf(cut.length, rows.length, 'outputs')} are right so far and cut` };
    const longest = Math.max(0, ...cut.map(({ row }) => row.outputIds?.length ?? 0));
    const data = {
      outputs: countOf(cut.length, rows.length, 'outputs'),
      limit: longest > 0 ? ` (it was ${longest})` : '',
    };
    const places = predictionPlaces(
      cut.map(({ row }) => row),
      predictions.path,
    );
    return { kind: 'fail', findings: [{ message: 'cut', data, places }] };
  },
});

/**
 * Right up to its last character, behind a thinking block that the template taught (Qwen3): an output that turned into white space without
 * end needs no higher limit.
 */
function isGoingOn({ output, target = '' }: Prediction): boolean {
  const said = output.slice(stripThinking(output).answerStart).trimStart();
  return said !== '' && said.trim() !== target.trim() && target.trim().startsWith(said);
}
