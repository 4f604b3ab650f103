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
    ['½ tab', '0.5 tablet', 'equal'],
    ['1½ tablets', '1 1/2 tab', 'equal'],
    ['1 ½ tablets', '1.5 tab', 'equal'],
    ['1⁄4 tab', '¼ tab', 'equal'],
    ['-½ mmol/L', '-0.5 mmol/L', 'equal'],
    ['1½ tab', '5½ tab', 'other-value'],
    ['5 mg per mL', '5 mg/mL', 'equal'],
    ['5 mg/mL', '10 MG PER 2 mL', 'converted'],
    ['5 mg per mL', '5 mg', 'other-dimension'],
    ['5 mg/mL', '5 mg per dL', 'unit-confusion'],
    ['−5 mg', '-5 mg', 'equal'],
    ['-5 mg', '5 mg', 'other-value'],
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
    ['10 mg', '0 mg', 'other-value'],
    // 10 : 13 only begins like a power of ten.
    ['10 mg', '13 mg', 'other-value'],
    ['4 mg/mL', '10 mg/2.5 mL', 'converted'],
    ['-2.5 mmol/L', '-25 mmol/L', 'decimal-shift'],
    ['-2.5 mmol/L', '2.5 mmol/L', 'other-value'],
  ])('%s against %s: %s', (gold, answer, expected) => {
    expect(verdict(gold, answer)).toBe(expected);
  });

  it.each([
    ['2 kg', '2公斤', '2,000 그램'],
    ['90 min', '90分钟', '1.5 시간'],
    ['3 patches', '3 패치', '3贴'],
    ['2 vials', '2바이알', '2瓶'],
    ['1 sachet', '1포', '1袋'],
    ['5 drops', '5 방울', '5滴'],
    ['2 puffs', '2 puff', '2喷'],
    ['1 amp', '1 앰플', '1支'],
    ['10 ng', '10 나노그램', '10纳克'],
    ['5 µl', '5 마이크로리터', '0.005毫升'],
    ['1 l', '1 리터', '1,000 cc'],
    ['2 µmol', '2 umol', '0.002 mmol'],
    ['14 days', '14일', '2 주'],
    ['5 %', '5 percent', '5％'],
    ['3 tabs.', '3 tablets', '3정'],
  ])('knows %s as %s and %s', (...amounts) => {
    for (const gold of amounts)
      for (const answer of amounts) expect(verdict(gold, answer)).toMatch(/^(?:equal|converted)$/);
  });

  it('leaves ids and words alone', () => {
    for (const _ of ['at first', 'and again']) expect(verdict('5 bananas', '6 bananas')).toBeUndefined();
    expect(verdict('12345', '123450')).toBeUndefined();
    expect(verdict('Aspirin', '100 mg')).toBeUndefined();
    expect(verdict('take 5 mg daily', '5 mg')).toBeUndefined();
  });

  it('tells tenfold errors, and readings that rest on a separator', () => {
    expect(compareQuantities('12.5 mg', '125 mg')).toMatchObject({ tenfold: true, ambiguous: false });
    expect(compareQuantities('12.5 mg', '120 mg')).toMatchObject({ tenfold: false });
    expect(compareQuantities('0 mg', '10 mg')).toMatchObject({ tenfold: true });
    // Eight times too much, and ten times.
    expect(compareQuantities('1/2 tab', '4 tab')).toMatchObject({ verdict: 'other-value', tenfold: false });
    expect(compareQuantities('1/2 tab', '5 tab')).toMatchObject({ verdict: 'decimal-shift', tenfold: true });
    expect(compareQuantities('4 tab', '1/2 tab')).toMatchObject({ tenfold: false });
    expect(compareQuantities('5 tab', '1/2 tab')).toMatchObject({ tenfold: true });
    expect(compareQuantities('5 mg', '500 mL')).toMatchObject({ verdict: 'other-dimension', tenfold: false });
    expect(compareQuantities('12,500 mg', '12,500 mg')).toMatchObject({ verdict: 'equal', ambiguous: true });
    expect(compareQuantities('12.500 mg', '12.5 mg')).toMatchObject({ verdict: 'equal', ambiguous: true });
  });

  it('names error-prone ways of writing gold', () => {
    expect(compareQuantities('.5 cc', '1 ml')?.goldFlags).toEqual(['naked-decimal', 'error-prone-unit']);
    expect(compareQuantities('1.0 mg', '1 mg')?.goldFlags).toEqual(['trailing-zero']);
    expect(compareQuantities('05 mg', '5 mg')?.goldFlags).toEqual(['leading-zero']);
    expect(compareQuantities('105.02 mg', '5 mg')?.goldFlags).toEqual([]);
    for (const run of ['10mg', '100mcg', '1/2tab', '10 mg/2mL'])
      expect(compareQuantities(run, '5 kg')?.goldFlags).toContain('unit-run-in');
    // Korean and Chinese set no space, and nobody reads % as a zero.
    for (const apart of ['10 mg', '100밀리그램', '1정', '5%', '10 mg/2 mL'])
      expect(compareQuantities(apart, '5 kg')?.goldFlags).not.toContain('unit-run-in');
    for (const unit of ['U', 'IU', 'I.U.', 'cc', 'µg'])
      expect(compareQuantities(`5 ${unit}`, '5 kg')?.goldFlags).toEqual(['error-prone-unit']);
    for (const unit of ['units', 'mL', 'mcg']) expect(compareQuantities(`5 ${unit}`, '5 kg')?.goldFlags).toEqual([]);
  });

  it('reads no fraction and no dose out of what only looks like one', () => {
    expect(parseQuantity('1 per 2 mL')).toBeUndefined();
    expect(parseQuantity('10² mg')).toBeUndefined();
    expect(parseQuantity('5 per cent')).toBeUndefined();
    expect(parseQuantity('½½ tab')).toBeUndefined();
  });

  it('refuses what is too long, and a division by nothing', () => {
    expect(parseQuantity(`${'1'.repeat(60)} mg`)).toBeUndefined();
    expect(parseQuantity(`1 ${'m'.repeat(1_000_000)}`)).toBeUndefined();
    expect(parseQuantity('5 mg/0 mL')).toBeUndefined();
    expect(parseNumber('1/0')).toBeUndefined();
  });

  it.each(['about 5', '1.2,3.4', '1-2', '5 mg'])('takes %j for no number, alone or below a dose', (text) => {
    expect(parseNumber(text)).toBeUndefined();
    expect(parseQuantity(`5 mg/${text} mL`)).toBeUndefined();
  });

  it.each([
    ['1.234.567,89', '123456789/100'],
    ['1,234,567.89', '123456789/100'],
    ['1.234,5', '2469/2'],
    ['1,234.5', '2469/2'],
    ['1.234.567', '1234567/1'],
    ['1,234,567', '1234567/1'],
    ['1 234,5', '2469/2'],
    ['1 000 000', '1000000/1'],
    ["1'000'000", '1000000/1'],
    ['10 1/2', '21/2'],
    ['12,5', '25/2'],
    ['0,125', '1/8'],
    ['12.500', '25/2'],
    ['-3', '-3/1'],
    ['-0.5', '-1/2'],
    ['-1/2', '-1/2'],
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
