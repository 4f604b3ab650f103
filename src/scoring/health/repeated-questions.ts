import { mappedRows } from './mapped-rows.ts';
import { type Duplicates, repeatedTexts } from './repeated-texts.ts';
import type { RowSequence } from './row-sequence.ts';

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
  training: RowSequence<AskedQuestion>,
  evaluation: RowSequence<AskedQuestion>,
): RepeatedQuestions {
  const repeats = repeatedTexts(mappedRows(training, textOf), mappedRows(evaluation, textOf));
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
  first: RowSequence<AskedQuestion>,
  second: RowSequence<AskedQuestion>,
): Duplicates {
  const isSame = (pair: Duplicates['pairs'][number]): boolean =>
    pair.exact || first.at(pair.first)?.media === second.at(pair.second)?.media;
  return { ...found, pairs: found.pairs.filter(isSame) };
}
