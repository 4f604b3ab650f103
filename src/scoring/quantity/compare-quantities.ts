import { parseQuantity, type Quantity, type QuantityFlag } from './parse-quantity.ts';
import { type Rational, rational } from './rational.ts';

/**
 * `equal`: same number, same unit; `converted`: the same amount in another unit or concentration. `unit-confusion`: same number, another
 * amount (100 mg, 100 ng). `decimal-shift`: other digits, off by a power of ten (12.5, 125). `other-value`: another amount. `unit-missing`
 * and `unit-added`: on one side only. `other-dimension`: mg against mL, tablets against capsules. `unparsed`: the answer is no quantity.
 */
export type QuantityVerdict =
  | 'equal'
  | 'converted'
  | 'unit-confusion'
  | 'decimal-shift'
  | 'other-value'
  | 'unit-missing'
  | 'unit-added'
  | 'other-dimension'
  | 'unparsed';

export interface QuantityComparison {
  readonly verdict: QuantityVerdict;
  /** The answer is at least ten times too much or too little. */
  readonly tenfold: boolean;
  /** How the gold text is written: error-prone designations in gold answers teach error-prone answers. */
  readonly goldFlags: readonly QuantityFlag[];
  /** Either number may also be read as a thousand times more or less (12,500), so the verdict rests on a reading. */
  readonly ambiguous: boolean;
}

/** Ids, dates and amounts without a unit; looked at first since they are far more frequent than doses. */
const BARE_NUMBER = /^[\d.,:\-/ ]*$/;

/** Compares two doses exactly. Undefined when the gold text is no quantity, or both are bare numbers: an id is no dose. */
export function compareQuantities(gold: string, answer: string): QuantityComparison | undefined {
  if (BARE_NUMBER.test(gold) && BARE_NUMBER.test(answer)) return undefined;
  const wanted = parseQuantity(gold);
  if (wanted === undefined) return undefined;
  const given = gold === answer ? wanted : parseQuantity(answer);
  if (given === undefined) {
    if (wanted.unit === null) return undefined;
    return { verdict: 'unparsed', tenfold: false, goldFlags: wanted.flags, ambiguous: false };
  }
  if (wanted.unit === null && given.unit === null) return undefined;
  const ambiguous = [wanted, given].some(({ flags }) => flags.includes('ambiguous-thousands'));
  const verdict = verdictOf(wanted, given);
  const comparable = verdict === 'unit-confusion' || verdict === 'decimal-shift' || verdict === 'other-value';
  const tenfold = comparable && isTenfold(wanted.value, given.value);
  return { verdict, tenfold, goldFlags: wanted.flags, ambiguous };
}

function verdictOf(wanted: Quantity, given: Quantity): QuantityVerdict {
  if (wanted.unit?.dimension !== given.unit?.dimension || wanted.per?.dimension !== given.per?.dimension) {
    if (wanted.unit === null) return 'unit-added';
    return given.unit === null ? 'unit-missing' : 'other-dimension';
  }
  const sameNumber = isSame(wanted.number, given.number);
  if (isSame(wanted.value, given.value)) {
    return sameNumber && wanted.unit?.name === given.unit?.name ? 'equal' : 'converted';
  }
  if (sameNumber) return 'unit-confusion';
  return isPowerOfTen(wanted.value, given.value) ? 'decimal-shift' : 'other-value';
}

function isSame(first: Rational, second: Rational): boolean {
  return first.above === second.above && first.below === second.below;
}

function isPowerOfTen(first: Rational, second: Rational): boolean {
  if (first.above === 0n || second.above === 0n) return false;
  const { above, below } = rational(first.above * second.below, first.below * second.above);
  return /^1(?:\/10+|0+\/1)$/.test(`${above}/${below}`);
}

function isTenfold(first: Rational, second: Rational): boolean {
  const left = magnitude(first.above * second.below);
  const right = magnitude(second.above * first.below);
  return left >= 10n * right || right >= 10n * left;
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
