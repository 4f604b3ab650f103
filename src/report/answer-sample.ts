import type { Prediction } from '../evidence/predictions.ts';
import type { ScoredRow } from '../scoring/scored-row.ts';
import { type AnswerSample, sampleText } from './sample-text.ts';

/** Fields named as wrong in one line. */
const MOST_FIELDS = 10;

/** One answer as a page shows it: what was said, what is right, what was made of it. `codes`: its failures, the primary one first. */
export function answerSample(prediction: Prediction, scored: ScoredRow, codes: readonly string[]): AnswerSample {
  const { id, answered, output, gold, target, prediction: recorded, finishReason } = prediction;
  return {
    id,
    split: scored.split,
    facts: [
      answered === false
        ? { name: 'output', text: 'no answer', exact: false }
        : { name: 'output', text: sampleText(output), exact: true },
      { name: 'gold', text: sampleText(gold ?? target), exact: true },
      { name: 'judged', text: judgement(scored), exact: false },
      ...(recorded === undefined ? [] : [{ name: 'recorded', text: sampleText(recorded), exact: true }]),
      ...(finishReason === undefined ? [] : [{ name: 'ended by', text: finishReason, exact: true }]),
      { name: 'failures', text: codes.length === 0 ? 'none' : codes.join(', '), exact: false },
    ],
  };
}

function judgement({ correctOurs, rung, extraction, fields }: ScoredRow): string {
  const verdict = correctOurs === null ? 'no gold to compare with' : correctOurs ? 'right' : 'wrong';
  const wrong = fields.filter(({ outcome }) => outcome !== 'TP' && outcome !== 'TN').map(({ field }) => field);
  const read =
    extraction === null
      ? wrong.length > 0 && `not right: ${wrong.slice(0, MOST_FIELDS).join(', ')}`
      : extraction.state === 'class'
        ? `read as ${extraction.class}`
        : `no class: ${extraction.because}`;
  return [verdict, read, `form: ${rung}`].filter(Boolean).join('; ');
}
