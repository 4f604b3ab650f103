import { commonEnds, type Symbols } from './common-ends.ts';
import type { RowSequence } from './row-sequence.ts';

export interface ConstantPrompt {
  /** Symbols (ids or UTF-16 units) that all prompts begin and end with. */
  readonly head: number;
  readonly tail: number;
  readonly meanLength: number;
  /** (head + tail) / mean length: the share of a prompt that tells no row from another. Null without two prompts. */
  readonly share: number | null;
  /** More than nine tenths (spec/evaluation.md 6.1): show what varies, it is easily lost to truncation. */
  readonly dominates: boolean;
}

const DOMINATES = 0.9;

/** How much of the prompts is the same in all of them. Takes token ids, which is what the model reads, or text. */
export function constantPrompt(prompts: RowSequence<Symbols>): ConstantPrompt {
  const ends = commonEnds();
  let [sum, shortest] = [0, Number.POSITIVE_INFINITY];
  for (const prompt of prompts) {
    ends.add(prompt);
    sum += prompt.length;
    shortest = Math.min(shortest, prompt.length);
  }
  const { head, tail: shared, count } = ends.result();
  const meanLength = sum / Math.max(1, count);
  if (count < 2) return { head: 0, tail: 0, meanLength, share: null, dominates: false };
  // What already counts as head must not be counted again from the other side, in any of them.
  const tail = Math.min(shared, shortest - head);
  const share = meanLength === 0 ? null : (head + tail) / meanLength;
  return { head, tail, meanLength, share, dominates: share !== null && share > DOMINATES };
}
