import type { TrainedRow } from '../../evidence/trained-rows.ts';
import { capturedPlaces } from '../../evidence/views/captured-places.ts';
import { isSupervised, leakBefore, taughtAnswers } from '../../evidence/views/supervision.ts';
import { countOf, percent } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { defineCheck } from '../define-check.ts';

// A run of supervised tokens right before the answer, no longer than this, is a mask that begins a little early
// (labels/answer-start-shifted) and not a prompt in the loss; generation prompts of the known templates have 2 to 6 tokens.
const JOIN_TOKENS = 8;

export default defineCheck({
  id: 'labels/prompt-supervised',
  title: 'No system, user or template text gets loss',
  severity: 'critical',
  phase: 'C',
  clause: 'answer-only-loss',
  needs: ['trainedRows'],
  uses: ['trainingSettings'],
  messages: {
    prompt: {
      what: '{rows}: the loss covers system, user or template text. Of {supervised} supervised tokens only {answerShare} belong to an answer or its end-of-turn token.',
      why: 'The loss mostly measures how well the model predicts the prompt, so it falls to almost nothing while the answer, a few tokens of it, is hardly learned.',
      fix: 'Train with prompt/completion rows, or with assistant_only_loss on a chat template that has generation markers; completion_only_loss=True does nothing for `messages` or `text` rows.',
    },
  },
  run({ trainedRows, trainingSettings }) {
    // Without its data row only the last answer of a conversation is known, and assistant_only_loss teaches the earlier ones too.
    const teachesAll = trainingSettings?.values.assistant_only_loss?.value === true;
    const rows = trainedRows.rows.filter(
      (row) => row.answers.some((answer) => answer.state !== 'absent') && !(teachesAll && row.located !== 'turns'),
    );
    if (rows.length === 0) return { kind: 'unknown', because: 'no answer could be located in any captured row' };
    const wrong = rows.filter((row) => promptTokens(row) > 0);
    const { supervised } = trainedRows;
    const total = Object.values(supervised).reduce((sum, count) => sum + count, 0);
    const wanted = supervised.answer + supervised['end-of-turn'] + supervised.separator;
    if (!isMany(wrong.length, rows.length)) {
      const odd = wrong.length > 0 ? `; ${countOf(wrong.length, rows.length, 'rows')} have a few others` : '';
      return {
        kind: 'pass',
        saw: `${countOf(wanted, total, 'supervised tokens')} belong to an answer, its end-of-turn token or the white space beside it${odd}`,
      };
    }
    const data = {
      rows: countOf(wrong.length, rows.length, 'captured rows'),
      supervised: total,
      answerShare: total > 0 ? percent(wanted / total) : 'none',
      promptTokens: wrong.reduce((sum, row) => sum + promptTokens(row), 0),
    };
    const places = capturedPlaces(wrong, trainedRows.path);
    return { kind: 'fail', findings: [{ message: 'prompt', data, places }] };
  },
});

/** Supervised prompt and template tokens of a row, without a short run up to its answers and without what follows the last answer. */
function promptTokens(row: TrainedRow): number {
  const last = row.answers.at(-1)?.start ?? 0;
  let count = 0;
  for (let i = 1; i < last; i += 1) {
    const region = row.regions[i];
    if ((region === 'prompt' || region === 'template') && isSupervised(row, i)) count += 1;
  }
  // Join by join: a user turn between two answers must not pass as two short leaks.
  const leaks = taughtAnswers(row).map((answer) => leakBefore(row, answer));
  const atJoins = leaks.reduce((sum, leak) => sum + leak, 0);
  return count === atJoins && leaks.every((leak) => leak <= JOIN_TOKENS) ? 0 : count;
}
