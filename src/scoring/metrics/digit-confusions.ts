/** One digit that was read as another. */
export interface DigitConfusion {
  readonly gold: string;
  readonly answer: string;
}

/** More digits than any id or amount has. */
const LONGEST = 200;

/**
 * Digits of the gold text that the answer has as other digits: only where both texts are the same but for digits (`12345`, `12348`), so
 * that it is certain which digit stands for which. Empty otherwise; insertions and losses are for the failure detectors.
 */
export function digitConfusions(gold: string, answer: string): readonly DigitConfusion[] {
  if (gold === answer || gold.length > LONGEST || answer.length > LONGEST) return [];
  const wanted = gold.normalize('NFKC').trim();
  const given = answer.normalize('NFKC').trim();
  if (wanted.replace(/\d/g, '0') !== given.replace(/\d/g, '0')) return [];
  return Array.from({ length: wanted.length }, (_, at) => ({
    gold: wanted.charAt(at),
    answer: given.charAt(at),
  })).filter((pair) => pair.gold !== pair.answer);
}
