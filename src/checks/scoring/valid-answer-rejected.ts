import { predictionPlaces } from '../../evidence/views/prediction-places.ts';
import { countOf } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { mcNemar } from '../../lib/statistics/mc-nemar.ts';
import type { ScoredRow } from '../../scoring/score-row.ts';
import { defineCheck } from '../define-check.ts';

// Fewer than 6 one-sided disagreements can be chance (exact McNemar: 6 to 0 gives p = 0.03, 5 to 0 gives 0.06; spec/evaluation.md 1.14).
const CHANCE = 0.05;

// How an answer stands in an output, in the words of a person.
const RUNG_WORDS: Readonly<Record<string, string>> = {
  strict: 'as a bare answer',
  fenced: 'inside a code fence',
  preamble: 'behind other text',
  embedded: 'inside other text',
  truncated: 'in a text that breaks off',
};

export default defineCheck({
  id: 'scoring/valid-answer-rejected',
  title: 'The evaluator finds the answers that are there',
  severity: 'critical',
  phase: 'E',
  clause: 'honest-scoring',
  needs: ['predictions', 'scores'],
  messages: {
    rejected: {
      what: '{outputs} hold the right answer and were not counted as right; most of them {rung}. Recorded accuracy is {recorded}, and {honest} when the answer is read.',
      why: 'The model is better than the score says; training it further will not mend a parser.',
      fix: 'Let the evaluator take the answer out of code fences and surrounding prose, or teach the model the bare format; report both rates.',
    },
  },
  run({ predictions, scores }) {
    if (scores.card.kind === 'free') return { kind: 'not-applicable', because: 'open answers are not parsed' };
    const judged = scores.rows.filter((row) => row.correctOurs !== null && row.correctRecorded !== null);
    if (judged.length === 0)
      return { kind: 'unknown', because: 'the predictions have no gold value or no recorded prediction to compare' };
    const rejected = judged.filter(isRejected);
    const { recorded, ours } = scores.card.overall;
    const shares = { recorded: words(recorded.share), honest: words(ours.share) };
    // Two ways to read the same outputs differ in both directions; a parser that misses answers differs in one.
    const excused = judged.filter((row) => row.correctOurs === false && row.correctRecorded === true);
    const isChance = mcNemar(rejected.length, excused.length).exact > CHANCE || rejected.length <= excused.length;
    if (isChance || !isMany(rejected.length, judged.length)) {
      return {
        kind: 'pass',
        saw: `${countOf(rejected.length, judged.length, 'outputs')} are right and were recorded as something else`,
      };
    }
    const rungs = new Map<string, number>();
    for (const { rung } of rejected) rungs.set(rung, (rungs.get(rung) ?? 0) + 1);
    const [usual] = [...rungs].sort((a, b) => b[1] - a[1]);
    const ids = new Set(rejected.map((row) => row.id));
    const places = predictionPlaces(
      predictions.rows.filter((row) => ids.has(row.id)),
      predictions.path,
    );
    const data = {
      outputs: countOf(rejected.length, judged.length, 'outputs'),
      rung: RUNG_WORDS[usual?.[0] ?? 'strict'] ?? 'as they should be',
      ...shares,
    };
    return { kind: 'fail', findings: [{ message: 'rejected', data, places }] };
  },
});

/**
 * Right by our reading, not counted by the evaluator. Left out: text that runs on behind the answer (the decoder is at fault, not the
 * parser), classes spelled in another way (the data teaches those: data/class-spelling-varies), and answers that an evaluator read
 * and found wanting for a key too many.
 */
function isRejected(row: ScoredRow): boolean {
  if (row.correctOurs !== true || row.correctRecorded !== false || row.rung === 'run-on') return false;
  return row.recorded.kind === 'failure' || row.recorded.kind === 'class';
}

function words(share: number | null): string {
  return share === null ? 'unknown' : `${(share * 100).toFixed(1)} %`;
}
