import { editDistance } from '../../lib/edit-distance.ts';
import { compareQuantities, type QuantityVerdict } from '../quantity/compare-quantities.ts';
import { foldWidth } from '../quantity/fold-width.ts';

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
  | { readonly kind: 'other'; readonly how?: 'another unit' | 'another sign' };

/** The same amount, written in another way. */
type QuantityWording = 'the same number' | 'the same amount in another unit';

/** A number of fewer digits is another number, not a misread one. */
const FEWEST_DIGITS = 3;
/** spec/evaluation.md 2.3: one letter in six may be off. */
const LETTERS_PER_SLIP = 6;
const LONGEST = 500;
/** A minus sign stands before a number, and not behind one or a letter: there it is a hyphen or says "to". */
const MINUS_OR_DIGITS = /^[-−]\s*(?=\p{Sc}?\s*[.,]?\p{Nd})|(?<!\p{N}\s*|\p{L})[-−](?=\p{Sc}?[.,]?\p{Nd})|\p{Nd}+/gu;

/**
 * Classifies a wrong value. Numbers are judged before punctuation is folded, since "12.5 mg" and "125 mg" would fold to the same text
 * (spec/evaluation.md 2.3), and after the width of digits is: １２３４５ is 12345.
 */
export function differingValue(gold: string, given: string): ValueDifference {
  if (gold.length > LONGEST || given.length > LONGEST) return { kind: 'other' };
  const [asked, got] = [gold.normalize('NFC').trim(), given.normalize('NFC').trim()];
  if (asked.toLowerCase() === got.toLowerCase()) return { kind: 'near', how: 'case' };
  const [wanted, said] = [foldWidth(asked), foldWidth(got)];
  if (wanted.toLowerCase() === said.toLowerCase()) return { kind: 'near', how: 'width' };
  const verdict = compareQuantities(wanted, said)?.verdict;
  const number = otherAmount(verdict) ?? otherNumber(wanted, said);
  if (number !== undefined) return number;
  return verdict === 'decimal-shift' || verdict === 'other-value' ? { kind: 'other' } : otherLetters(wanted, said);
}

/** A dose is judged by what it says: "0.5 ng" is one letter from "0.5 mg" and no near miss, "0,5 mg" is the same dose. */
function otherAmount(verdict: QuantityVerdict | undefined): ValueDifference | undefined {
  switch (verdict) {
    case 'equal':
      return { kind: 'near', how: 'the same number' };
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

/** Undefined when all numbers are the same. */
function otherNumber(wanted: string, said: string): ValueDifference | undefined {
  const [wantedDigits, saidDigits] = [wanted.replace(/\P{Nd}/gu, ''), said.replace(/\P{Nd}/gu, '')];
  if (wantedDigits !== saidDigits) return otherDigits([wanted, wantedDigits], [said, saidDigits]);
  if (numberMarks(wanted) !== numberMarks(said)) return { kind: 'digits', how: 'the point or comma' };
  return signs(wanted) === signs(said) ? undefined : { kind: 'other', how: 'another sign' };
}

/** Only digits may differ, and only as an eye or a decoder slips. */
function otherDigits(
  [wanted, wantedDigits]: readonly [string, string],
  [said, saidDigits]: readonly [string, string],
): ValueDifference {
  const sameRest = wanted.replace(/\p{Nd}+/gu, '#') === said.replace(/\p{Nd}+/gu, '#');
  if (!sameRest || wantedDigits.length < FEWEST_DIGITS) return { kind: 'other' };
  const change = editDistance(wantedDigits, saidDigits);
  if (wantedDigits.length !== saidDigits.length)
    return change === 1 ? { kind: 'digits', how: 'a digit more or less' } : { kind: 'other' };
  if (change === 1) return { kind: 'digits', how: 'one digit' };
  return sorted(wantedDigits) === sorted(saidDigits)
    ? { kind: 'digits', how: 'digits in another order' }
    : { kind: 'other' };
}

/** For texts with the same digits. */
function otherLetters(gold: string, given: string): ValueDifference {
  const [wanted, said] = [gold.toLowerCase(), given.toLowerCase()];
  // ½ and ¼ are no letters.
  if (numerals(wanted) !== numerals(said)) return { kind: 'other' };
  const bare = (text: string): string => text.replace(/[\s\p{P}\p{S}]+/gu, '');
  if (bare(wanted) === bare(said) && bare(wanted) !== '') return { kind: 'near', how: 'punctuation or space' };
  const shorter = Math.min(wanted.length, said.length);
  const slips = Math.max(1, Math.floor(shorter / LETTERS_PER_SLIP));
  // In a text of three letters one letter makes another word.
  if (shorter <= FEWEST_DIGITS || Math.abs(wanted.length - said.length) > slips) return { kind: 'other' };
  const distance = editDistance(wanted, said);
  return distance !== null && distance <= slips ? { kind: 'near', how: 'a few letters' } : { kind: 'other' };
}

/** Points and commas next to digits, with their places among the digits. */
function numberMarks(text: string): string {
  return (text.match(/\p{Nd}+|[.,](?=\p{Nd})/gu) ?? []).join('|');
}

function numerals(text: string): string {
  return text.replace(/\P{N}+/gu, '');
}

/** Which numbers have a minus sign. */
function signs(text: string): string {
  return (text.match(MINUS_OR_DIGITS) ?? []).map((part) => (/^\p{Nd}/u.test(part) ? '#' : '-')).join('');
}

function sorted(digits: string): string {
  return Array.from(digits).sort().join('');
}
