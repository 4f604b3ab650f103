import type { Prediction } from '../evidence/predictions.ts';
import type { PairOutcome } from '../scoring/compare/comparison-tally.ts';
import { type AnswerSample, sampleText } from './sample-text.ts';

/** Rows that a page carries along, apart so that none crowds out the others. Rows that did not change are looked at less. */
const MOST: Readonly<Record<PairOutcome, number>> = {
  ...{ broken: 500, fixed: 500, 'both-wrong': 200, 'both-right': 100, unjudged: 0 },
};

export interface PairSamples {
  readonly add: (outcome: PairOutcome, first: Prediction, second: Prediction) => void;
  /** Broken rows first. */
  readonly result: () => readonly AnswerSample[];
}

/** Keeps both answers of the first rows of every outcome. */
export function pairSamples(): PairSamples {
  const samples: Readonly<Record<PairOutcome, AnswerSample[]>> = {
    ...{ broken: [], fixed: [], 'both-wrong': [], 'both-right': [], unjudged: [] },
  };
  return {
    add: (outcome, first, second) => {
      if (samples[outcome].length < MOST[outcome]) samples[outcome].push(sampleOf(outcome, first, second));
    },
    result: () => Object.values(samples).flat(),
  };
}

const WORDS: Readonly<Record<PairOutcome, string>> = {
  broken: 'broken: right in the first run, wrong in the second',
  fixed: 'fixed: wrong in the first run, right in the second',
  'both-wrong': 'wrong in both runs',
  'both-right': 'right in both runs',
  unjudged: 'no gold to compare with',
};

function sampleOf(outcome: PairOutcome, first: Prediction, second: Prediction): AnswerSample {
  const gold = first.gold ?? second.gold ?? first.target ?? second.target;
  return {
    id: first.id,
    split: first.split ?? 'all',
    facts: [
      { name: 'judged', text: WORDS[outcome], exact: false },
      { name: 'gold', text: sampleText(gold), exact: true },
      { name: 'first', text: sampleText(first.output), exact: true },
      { name: 'second', text: sampleText(second.output), exact: true },
    ],
  };
}
