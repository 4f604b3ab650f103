import { textList } from '../lib/text-list.ts';
import { derivedMetadata } from './compare/derived-metadata.ts';
import type { Metadata } from './compare/slice-features.ts';
import { type SliceReport, sliceTally } from './compare/slice-tally.ts';
import type { FailureContext } from './failures/failure-context.ts';
import { type FailureTally, failureTally } from './failures/tally-failures.ts';
import type { Measure } from './measures/measure.ts';
import { measureTally } from './measures/measure-tally.ts';
import { readAnswer } from './read-answer.ts';
import { scoreRow } from './score-row.ts';
import { type Scorecard, scorecardTally } from './scorecard.ts';
import type { PredictionRow } from './scored-row.ts';

/** One prediction with its right answer (see `goldOf`), what it was asked, and what is known of it beside its answer. */
export interface AnsweredRow {
  readonly row: PredictionRow;
  /** What the decoded prompt may look like; empty where it is not known. */
  readonly prompts: readonly string[];
  readonly promptIds?: ArrayLike<number> | undefined;
  readonly metadata: Metadata;
}

/** Everything that can be said about predictions together. */
export interface AnswerScores {
  readonly scored: number;
  /** With usable gold: the denominator of every accuracy. */
  readonly judged: number;
  readonly card: Scorecard;
  readonly measures: readonly Measure[];
  readonly failures: FailureTally;
  /** Null without a row that can be judged. */
  readonly slices: SliceReport | null;
}

export interface ScoreTally {
  readonly add: (answered: AnsweredRow) => void;
  readonly result: () => AnswerScores;
}

/**
 * Scores predictions that come one by one and repeat no id within their split: memory holds some tens of bytes of each (its id, its
 * failures, the columns it is sliced by) and the first ids of every figure. The right answer of one row in `every` is tried on the failure
 * detectors.
 */
export function scoreTally(context: FailureContext, every: number): ScoreTally {
  const { task } = context;
  const ids = textList();
  const card = scorecardTally(task, { areIdsUnique: true });
  const measures = measureTally(task);
  const failures = failureTally(context, every);
  const slices = sliceTally();
  let judged = 0;
  return {
    add: ({ row, prompts, promptIds, metadata }) => {
      const reading = readAnswer(row.output, task);
      const scored = scoreRow(row, task, reading);
      card.add(scored);
      measures.add(scored);
      // Spelled out: to spread a row costs as much as reading a short answer.
      const { id, output, outputIds, finishReason, gold, target } = row;
      failures.add({ id, output, reading, outputIds, finishReason, gold, target, prompts, promptIds });
      if (scored.correctOurs !== null) {
        judged++;
        const derived = derivedMetadata({ row, scored, prompt: prompts[0] }, task);
        slices.add(ids.length(), scored.correctOurs, { ...derived, ...metadata });
      }
      ids.add(id);
    },
    result: () => ({
      ...{ scored: ids.length(), judged, card: card.result(), measures: measures.result() },
      failures: failures.result(ids.at),
      slices: judged === 0 ? null : slices.result(ids.at),
    }),
  };
}
