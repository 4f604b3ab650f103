import { editDistance } from '../../lib/edit-distance.ts';
import { compareQuantities } from '../quantity/compare-quantities.ts';

/** How two unequal texts differ. `digits`: only in their digits or in a mark between them. `near`: but for a slip. */
export type ValueDifference =
  | {
      readonly kind: 'digits';
      readonly how: 'one digit' | 'digits in another order' | 'a digit more or less' | 'the point or comma';
    }
  | {
      readonly kind: 'near';
      readonly how: 'case' | 'width' | 'punctuation or space' | 'a few letters' | QuantityWording;
    }
  | { readonly kind: 'other'; readonly how?: 'another unit' };

/** The same amount, written in another way. */
type QuantityWording = 'the same number' | 'the same amount in another unit';

/** A number of fewer digits is another number, not a misread one. */
const FEWEST_DIGITS = 3;
/** spec/evaluation.md 2.3: one letter in six may be off. */
const LETTERS_PER_SLIP = 6;
const LONGEST = 500;

/**
 * Classifies a wrong value. Numbers are judged before punctuation is folded, since "12.5 mg" and "125 mg" would fold to the same text
 * (spec/evaluation.md 2.3).
 */
export function differingValue(gold: string, given: string): ValueDifference {
  if (gold.length > LONGEST || given.length > LONGEST) return { kind: 'other' };
  const [wanted, said] = [gold.normalize('NFC').trim(), given.normalize('NFC').trim()];
  const amount = otherAmount(wanted, said);
  if (amount !== undefined) return amount;
  const [wantedDigits, saidDigits] = [wanted.replace(/\D/g, ''), said.replace(/\D/g, '')];
  if (wantedDigits !== saidDigits) return otherDigits([wanted, wantedDigits], [said, saidDigits]);
  if (numberMarks(wanted) !== numberMarks(said)) return { kind: 'digits', how: 'the point or comma' };
  return otherLetters(wanted, said);
}

/** A dose is judged by what it says: "0.5 ng" is one letter from "0.5 mg" and no near miss, "0,5 mg" is the same dose. */
function otherAmount(wanted: string, said: string): ValueDifference | undefined {
  const verdict = compareQuantities(wanted, said)?.verdict;
  switch (verdict) {
    case 'equal':
      return /\d/.test(wanted) && wanted.toLowerCase() !== said.toLowerCase()
        ? { kind: 'near', how: 'the same number' }
        : undefined;
    case 'converted':
      return { kind: 'near', how: 'the same amount in another unit' };
    case 'unit-confusion':
    case 'other-dimension':
    case 'unit-missing':
    case 'unit-added':
      return { kind: 'other', how: 'another unit' };
    case 'decimal-shift':
    case 'other-value':
    case 'unparsed':
    case undefined:
      return undefined;
  }
}

/** Only digits may differ, and only as an eye or a decoder slips. */
function otherDigits(
  [wanted, wantedDigits]: readonly [string, string],
  [said, saidDigits]: readonly [string, string],
): ValueDifference {
  const sameRest = wanted.replace(/\d+/g, '#') === said.replace(/\d+/g, '#');
  if (!sameRest || wantedDigits.length < FEWEST_DIGITS) return { kind: 'other' };
  const change = editDistance(wantedDigits, saidDigits);
  if (wantedDigits.length !== saidDigits.length)
    return change === 1 ? { kind: 'digits', how: 'a digit more or less' } : { kind: 'other' };
  if (change === 1) return { kind: 'digits', how: 'one digit' };
  return sorted(wantedDigits) === sorted(saidDigits)
    ? { kind: 'digits', how: 'digits in another order' }
    : { kind: 'other' };
}

function otherLetters(wanted: string, said: string): ValueDifference {
  if (wanted.toLowerCase() === said.toLowerCase()) return { kind: 'near', how: 'case' };
  const [wide, narrow] = [wanted.normalize('NFKC').toLowerCase(), said.normalize('NFKC').toLowerCase()];
  if (wide === narrow) return { kind: 'near', how: 'width' };
  const bare = (text: string): string => text.replace(/[\s\p{P}\p{S}]+/gu, '');
  if (bare(wide) === bare(narrow) && bare(wide) !== '' && signOf(wide) === signOf(narrow))
    return { kind: 'near', how: 'punctuation or space' };
  const slips = Math.max(1, Math.floor(Math.min(wide.length, narrow.length) / LETTERS_PER_SLIP));
  // In a text of three letters one letter makes another word.
  if (Math.min(wide.length, narrow.length) <= FEWEST_DIGITS || Math.abs(wide.length - narrow.length) > slips)
    return { kind: 'other' };
  const distance = editDistance(wide, narrow);
  return distance !== null && distance <= slips ? { kind: 'near', how: 'a few letters' } : { kind: 'other' };
}

/** Points and commas next to digits, with their places among the digits. */
function numberMarks(text: string): string {
  return (text.match(/\d+|[.,](?=\d)/g) ?? []).join('|');
}

function signOf(text: string): string {
  return /^\s*[-−]\s*\d/.test(text) ? '-' : '';
}

function sorted(digits: string): string {
  return Array.from(digits).sort().join('');
}
