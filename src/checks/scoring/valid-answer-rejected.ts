import type { Prediction } from '../../evidence/predictions.ts';
import type { RunTokenizer } from '../../evidence/run-tokenizer.ts';
import { predictionPlaces } from '../../evidence/views/prediction-places.ts';
import { countOf } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { mcNemar } from '../../lib/statistics/mc-nemar.ts';
import { reachedLimit } from '../../scoring/reached-limit.ts';
import type { ScoredRow } from '../../scoring/score-row.ts';
import { defineCheck } from '../define-check.ts';

// Fewer than 6 one-sided disagreements can be chance (exact McNemar: 6 to 0 gives p = 0.03, 5 to 0 gives 0.06; spec/evaluation.md 1.14).
const CHANCE = 0.05;

// A model that is asked and decoded as it was trained and only misread is right on nearly all that it can do. Where a quarter stays wrong
// under the most forgiving reading, and the right ones are not worded as trained, more than the parser is broken.
const MOSTLY_RIGHT = 0.75;

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
  uses: ['tokenizer'],
  messages: {
    rejected: {
      what: '{outputs} hold the right answer and were not counted as right; most of them {rung}. Recorded accuracy is {recorded}, and {honest} when the answer is read.',
      why: 'The model is better than the score says; training it further will not mend a parser.',
      fix: 'Let the evaluator take the answer out of code fences and surrounding prose, or teach the model the bare format; report both rates.',
    },
    untaught: {
      what: '{outputs} hold the right answer among text that was not trained, and were not counted as right; most of them {rung}. Recorded accuracy is {recorded}, and {honest} when the answer is read.',
      why: 'The generated tokens are not the ones of the target: the model was asked or taught in another way than you think, and the parser is strict about what came of it.',
      fix: 'Find out first why the model does not answer as trained (labels, rendering, weights, stop tokens); then let the evaluator take answers out of surrounding prose.',
    },
  },
  run({ predictions, scores, tokenizer }) {
    if (scores.card.kind === 'free') return { kind: 'not-applicable', because: 'open answers are not parsed' };
    const judged = scores.rows.filter((row) => row.correctOurs !== null && row.correctRecorded !== null);
    if (judged.length === 0)
      return { kind: 'unknown', because: 'the predictions have no gold value or no recorded prediction to compare' };
    const rejected = rejectedOf(judged, predictions.rows);
    // Two ways to read the same outputs differ in both directions; a parser that misses answers differs in one.
    const excused = judged.filter((row) => row.correctOurs === false && row.correctRecorded === true);
    const isChance = mcNemar(rejected.length, excused.length).exact > CHANCE || rejected.length <= excused.length;
    if (isChance || !isMany(rejected.length, judged.length)) {
      return {
        kind: 'pass',
        saw: `${countOf(rejected.length, judged.length, 'outputs')} are right and were recorded as something else`,
      };
    }
    if (isNeverJudged(judged, rejected))
      return {
        kind: 'unknown',
        because: `\`prediction\` is null in all ${judged.length} rows, although ${countOf(rejected.length, judged.length, 'outputs')} are right and written as they should be: no evaluator ran, or yours reads no answer at all`,
        settle: 'write what your evaluator concluded into `prediction`, or leave the key out where none ran',
      };
    const ids = new Set(rejected.map((row) => row.id));
    const rows = predictions.rows.filter((row) => ids.has(row.id));
    const { recorded, ours } = scores.card.overall;
    const data = {
      outputs: countOf(rejected.length, judged.length, 'outputs'),
      rung: RUNG_WORDS[usualRung(rejected)] ?? 'as they should be',
      recorded: words(recorded.share),
      honest: words(ours.share),
    };
    const asTaught = rows.filter((row) => isAsTaught(row, tokenizer));
    const isTaught = asTaught.length * 2 >= rejected.length || isMostlyRight(judged, predictions.rows);
    const places = predictionPlaces(rows, predictions.path);
    return { kind: 'fail', findings: [{ message: isTaught ? 'rejected' : 'untaught', data, places }] };
  },
});

/** Rows that the length limit stopped, by id. */
function stoppedByLimit(rows: readonly Prediction[]): ReadonlySet<string> {
  return new Set(rows.filter(({ finishReason }) => reachedLimit(finishReason ?? null)).map(({ id }) => id));
}

/** Of the outputs that came to their end. */
function isMostlyRight(judged: readonly ScoredRow[], rows: readonly Prediction[]): boolean {
  const atLimit = stoppedByLimit(rows);
  const ended = judged.filter(({ id }) => !atLimit.has(id));
  return ended.filter((row) => row.correctOurs === true).length >= ended.length * MOSTLY_RIGHT;
}

/** Without targets that run on up to the length limit: such an answer was not ended, and no parser is at fault. */
function rejectedOf(judged: readonly ScoredRow[], rows: readonly Prediction[]): readonly ScoredRow[] {
  const atLimit = stoppedByLimit(rows);
  return judged.filter((row) => isRejected(row) && !(row.runsPastTarget === true && atLimit.has(row.id)));
}

function usualRung(rejected: readonly ScoredRow[]): string {
  const rungs = new Map<string, number>();
  for (const { rung } of rejected) rungs.set(rung, (rungs.get(rung) ?? 0) + 1);
  return [...rungs].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'strict';
}

/**
 * Right by our reading, not counted by the evaluator. Left out: text that runs on behind the answer (the decoder is at fault, not the
 * parser), classes spelled in another way (the data teaches those: data/class-spelling-varies), and answers that an evaluator read
 * and found wanting for a key too many.
 */
function isRejected(row: ScoredRow): boolean {
  if (row.correctOurs !== true || row.correctRecorded !== false || row.rung === 'run-on') return false;
  return row.recorded.kind === 'failure' || row.recorded.kind === 'class';
}

/**
 * Whether the model generated what it was trained to say, whatever was put around it afterwards. Without a target nothing shows that it did
 * not; an output that differs from its target and has no ids that can be read may be worded so by the model itself.
 */
function isAsTaught({ output, outputIds, target }: Prediction, from: RunTokenizer | undefined): boolean {
  if (target === undefined || output.trim() === target.trim()) return true;
  if (outputIds === undefined || from === undefined) return false;
  return from.tokenizer.decode(Array.from(outputIds), { skipSpecialTokens: true }).trim() === target.trim();
}

/**
 * Some scripts write the key and fill it later. A parser that is too strict reads at least the answers that are bare, or as the data has
 * them.
 */
function isNeverJudged(judged: readonly ScoredRow[], rejected: readonly ScoredRow[]): boolean {
  const plain = rejected.filter(({ rung, exactTarget }) => rung === 'strict' || exactTarget === true);
  const isNull = ({ recorded }: ScoredRow) => recorded.kind === 'failure' && recorded.word === 'null';
  return plain.length * 2 > rejected.length && judged.every(isNull);
}

function words(share: number | null): string {
  return share === null ? 'unknown' : `${(share * 100).toFixed(1)} %`;
}
