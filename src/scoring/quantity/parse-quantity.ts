import { foldWidth } from './fold-width.ts';
import { type NumberFlag, parseNumber } from './parse-number.ts';
import { type Rational, rational } from './rational.ts';
import { type Unit, unitOf } from './unit-of.ts';

/** `unit-run-in`: the m of 10mg is read as a zero or two, so ISMP wants a space before a unit. */
export type QuantityFlag = NumberFlag | 'error-prone-unit' | 'unit-run-in';

/** A dose or strength: `5 mg`, `10 mg/2 mL`, `5 mg per mL`, `1½ tab`, or a bare number. */
export interface Quantity {
  /** The number as written, without its unit. */
  readonly number: Rational;
  readonly unit: Unit | null;
  /** What the unit is per: `mL` in `5 mg/mL`. */
  readonly per: Unit | null;
  /** In the smallest units of both dimensions; the number itself without a unit. */
  readonly value: Rational;
  readonly flags: readonly QuantityFlag[];
}

/** Longer texts are sentences. */
const LONGEST = 100;
const NUMBER = String.raw`[+-]?(?:(?:\d+ +)?\d+ *\/ *\d+|[\d.,' ]*\d)`;
const UNIT = String.raw`[^\d\s.,/+-][^\d/]*`;
/** A quantity starts with a number; most texts do not. */
const START = /^\s*[+＋\-－−]?[.,]?[\p{Nd}¼-¾⅐-⅞]/u;
const FRACTION_SIGN = /(-?)([¼-¾⅐-⅞])/gu;
/** After a letter only: "1 per 2 mL" is no half. */
const PER = /(?<=[\p{L}%.])\s+per\s+/giu;
/** Scripts that set no space before a unit (100밀리그램) have no rule to break. */
const RUN_IN = /\d[\p{Script=Latin}μ]/u;
const QUANTITY = new RegExp(String.raw`^(${NUMBER})\s*(${UNIT})?(?:\/\s*([\d.,]*\d)?\s*(${UNIT}))?$`, 'u');

/**
 * Reads a text that is a quantity from end to end; undefined when it is anything else, or its unit is not known: nothing is picked out
 * of a sentence.
 */
export function parseQuantity(text: string): Quantity | undefined {
  if (text.length > LONGEST || !START.test(text)) return undefined;
  const known = recent.get(text);
  if (known !== undefined) return known === 'none' ? undefined : known;
  if (recent.size >= MOST_RECENT) recent.clear();
  const quantity = readQuantity(text);
  recent.set(text, quantity ?? 'none');
  return quantity;
}

/** Data sets repeat their doses. */
const recent = new Map<string, Quantity | 'none'>();
const MOST_RECENT = 1_000;

function readQuantity(text: string): Quantity | undefined {
  const plain = plainText(text);
  const match = QUANTITY.exec(plain);
  if (match === null) return undefined;
  const [, digits = '', unitWord, perDigits, perWord] = match;
  const number = parseNumber(digits.trim());
  const unit = unitWord === undefined ? null : unitOf(unitWord.trim());
  const perNumber = perDigits === undefined ? ONE : parseNumber(perDigits);
  const per = perWord === undefined ? null : unitOf(perWord.trim());
  if (number === undefined || unit === undefined || per === undefined || perNumber === undefined) return undefined;
  if (perNumber.value.above === 0n) return undefined;
  const value = rational(
    number.value.above * (unit?.size ?? 1n) * perNumber.value.below,
    number.value.below * (per?.size ?? 1n) * perNumber.value.above,
  );
  const flags: QuantityFlag[] = [...number.flags, ...perNumber.flags];
  if (unit?.errorProne || per?.errorProne) flags.push('error-prone-unit');
  if (RUN_IN.test(plain)) flags.push('unit-run-in');
  return { number: number.value, unit, per, value, flags };
}

/** One way of writing fractions, minus signs and denominators. */
function plainText(text: string): string {
  const spread = text.replace('−', '-').replace(FRACTION_SIGN, (_, minus: string, sign: string) => {
    return `${minus === '' ? ' ' : minus}${sign.normalize('NFKC')} `;
  });
  return foldWidth(spread).replaceAll('⁄', '/').replace(PER, '/').replace(/\s+/g, ' ').trim();
}

const ONE = { value: rational(1n, 1n), flags: [] } as const;
