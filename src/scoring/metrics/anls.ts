import { codePointLength } from '../../lib/code-point-length.ts';
import { editDistance } from '../../lib/edit-distance.ts';
import { comparableText } from './comparable-text.ts';

/** Average normalised Levenshtein similarity of one answer to one text, 0 to 1, by three sets of rules. */
export interface Anls {
  /**
   * What the evaluation script of DocVQA and InfographicVQA computes, from which published numbers come: it divides by the length of the
   * raw texts in upper case (so doubled spaces and ß count) and keeps a score of exactly 0.5.
   */
  readonly official: number;
  /** Both on the normalised texts; a distance of half the length is already 0 (Biten et al. 2019). */
  readonly paper: number;
  /** As the paper, but 0.5 is kept: the leaves of ANLS*. */
  readonly leaf: number;
}

/** Below this similarity two texts count as different rather than as badly read: the τ of the paper. */
const THRESHOLD = 0.5;
const SAME: Anls = { official: 1, paper: 1, leaf: 1 };

/**
 * Compares an answer with an accepted gold text; with several, the best one counts. Two empty texts are alike. Null when both are too long
 * to compare. Made for reading errors: no measure for ids or classes ("12345" and "12348" score 0.8).
 */
export function anls(answer: string, gold: string): Anls | null {
  if (answer === gold) return SAME;
  const given = comparableText(answer);
  const wanted = comparableText(gold);
  const lengths = [codePointLength(given), codePointLength(wanted)] as const;
  const longer = Math.max(...lengths);
  const rawLonger = Math.max(codePointLength(answer.toUpperCase()), codePointLength(gold.toUpperCase()));
  // The difference in length alone costs more than half by either divisor: the scores are 0 whatever the texts say, however long they are.
  const apart = Math.abs(lengths[0] - lengths[1]) > Math.max(longer, rawLonger) * (1 - THRESHOLD);
  const edits = apart ? Number.POSITIVE_INFINITY : editDistance(given, wanted);
  if (edits === null) return null;
  const raw = 1 - edits / rawLonger;
  const plain = longer === 0 ? 1 : 1 - edits / longer;
  return {
    official: raw >= THRESHOLD ? raw : 0,
    paper: plain > THRESHOLD ? plain : 0,
    leaf: plain >= THRESHOLD ? plain : 0,
  };
}
