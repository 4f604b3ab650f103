import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareQuantities } from '../../../src/scoring/quantity/compare-quantities.ts';
import { parseNumber } from '../../../src/scoring/quantity/parse-number.ts';
import { parseQuantity } from '../../../src/scoring/quantity/parse-quantity.ts';

const verdict = (gold: string, answer: string): string | undefined => compareQuantities(gold, answer)?.verdict;

describe('doses', () => {
  it.each([
    ['100mg', '100 mg', 'equal'],
    ['100mg', '100ng', 'unit-confusion'],
    ['0.5 mg', '500 mcg', 'converted'],
    ['0.5 mg', '5 mg', 'decimal-shift'],
    ['500mg', '500 mcg', 'unit-confusion'],
    ['12.5 mg', '125 mg', 'decimal-shift'],
    ['12.5 mg', '13 mg', 'other-value'],
    ['1,000 mg', '1 g', 'converted'],
    ['5 mg/mL', '10 mg/2 mL', 'converted'],
    ['5 mg/mL', '5 mg/dL', 'unit-confusion'],
    ['100㎎', '100mg', 'equal'],
    ['１００mg', '100mg', 'equal'],
    ['100 µg', '100 μg', 'equal'],
    ['1/2 tab', '0.5 tablet', 'equal'],
    ['1 1/2 tab', '1.5 tabs', 'equal'],
    ['.5 mg', '0.5 mg', 'equal'],
    ['1.0 mg', '1 mg', 'equal'],
    ['100', '100mg', 'unit-added'],
    ['100mg', '100', 'unit-missing'],
    ['100mg', '100mL', 'other-dimension'],
    ['1 tab', '1 cap', 'other-dimension'],
    ['5 mg', '5 mg/mL', 'other-dimension'],
    ['100mg', 'abc', 'unparsed'],
    ['10 IU', '10 units', 'equal'],
    ['100밀리그램', '100毫克', 'equal'],
    ['1 정', '1片', 'equal'],
    ['12,500 mg', '12.500 mg', 'decimal-shift'],
    ['0 mg', '10 mg', 'other-value'],
  ])('%s against %s: %s', (gold, answer, expected) => {
    expect(verdict(gold, answer)).toBe(expected);
  });

  it('leaves ids and words alone', () => {
    expect(verdict('12345', '123450')).toBeUndefined();
    expect(verdict('Aspirin', '100 mg')).toBeUndefined();
    expect(verdict('take 5 mg daily', '5 mg')).toBeUndefined();
  });

  it('tells tenfold errors, and readings that rest on a separator', () => {
    expect(compareQuantities('12.5 mg', '125 mg')).toMatchObject({ tenfold: true, ambiguous: false });
    expect(compareQuantities('12.5 mg', '120 mg')).toMatchObject({ tenfold: false });
    expect(compareQuantities('0 mg', '10 mg')).toMatchObject({ tenfold: true });
    expect(compareQuantities('12,500 mg', '12,500 mg')).toMatchObject({ verdict: 'equal', ambiguous: true });
  });

  it('names error-prone ways of writing gold', () => {
    expect(compareQuantities('.5 cc', '1 ml')?.goldFlags).toEqual(['naked-decimal', 'error-prone-unit']);
    expect(compareQuantities('1.0 mg', '1 mg')?.goldFlags).toEqual(['trailing-zero']);
  });

  it('refuses what is too long, and a division by nothing', () => {
    expect(parseQuantity(`${'1'.repeat(60)} mg`)).toBeUndefined();
    expect(parseQuantity(`1 ${'m'.repeat(1_000_000)}`)).toBeUndefined();
    expect(parseQuantity('5 mg/0 mL')).toBeUndefined();
    expect(parseNumber('1/0')).toBeUndefined();
  });

  it.each([
    ['1.234.567,89', '123456789/100'],
    ['1,234,567.89', '123456789/100'],
    ['1 234,5', '2469/2'],
    ['12,5', '25/2'],
    ['0,125', '1/8'],
    ['12.500', '25/2'],
    ['-3', '-3/1'],
    ['007', '7/1'],
  ])('reads %s as %s', (text, expected) => {
    const value = parseNumber(text)?.value;
    expect(`${value?.above}/${value?.below}`).toBe(expected);
  });

  it('knows every amount again in any unit of its kind', () => {
    const units = [
      ['ng', 1],
      ['mcg', 1e3],
      ['mg', 1e6],
      ['g', 1e9],
    ] as const;
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9999 }),
        fc.constantFrom(...units),
        fc.constantFrom(...units),
        (n, from, to) => {
          const other = BigInt(n) * BigInt(from[1]) * 1_000_000_000n;
          const whole = other / BigInt(to[1]);
          const text = `${whole / 1_000_000_000n}.${String(whole % 1_000_000_000n).padStart(9, '0')}`;
          expect(verdict(`${n} ${from[0]}`, `${text}0 ${to[0]}`)).toBe(from === to ? 'equal' : 'converted');
        },
      ),
    );
  });
});
