import { type Duplicates, findRepeats } from '../near-duplicates.ts';

export interface AskedQuestion {
  readonly question: string;
  /** What tells the images of a row from those of another; absent for rows of text. */
  readonly media?: string | undefined;
}

export interface RepeatedQuestions {
  /** Training questions that repeat an earlier one. */
  readonly within: Duplicates;
  /** Evaluation questions that are training questions; null without evaluation rows. */
  readonly across: Duplicates | null;
}

/** Questions that are asked again, with the same images. Texts that are merely alike are no repetition where the images differ. */
export function repeatedQuestions(
  training: readonly AskedQuestion[],
  evaluation: readonly AskedQuestion[],
): RepeatedQuestions {
  const repeats = findRepeats(training.map(textOf), evaluation.map(textOf));
  return {
    within: withSameImages(repeats.within(), training, training),
    across: evaluation.length === 0 ? null : withSameImages(repeats.across(), training, evaluation),
  };
}

/** A question with its images, as one text. */
export function textOf({ question, media }: AskedQuestion): string {
  return media === undefined ? question : `${question}\n${media}`;
}

function withSameImages(
  found: Duplicates,
  first: readonly AskedQuestion[],
  second: readonly AskedQuestion[],
): Duplicates {
  const isSame = (pair: Duplicates['pairs'][number]): boolean =>
    pair.exact || first[pair.first]?.media === second[pair.second]?.media;
  return { ...found, pairs: found.pairs.filter(isSame) };
}
