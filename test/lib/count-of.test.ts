import { expect, it } from 'vitest';
import { countOf, percent } from '../../src/lib/count-of.ts';

it.each([
  [12, 64, '12 of 64 rows (18.8 %)'],
  [0, 64, '0 of 64 rows'],
  [64, 64, '64 of 64 rows'],
  [0, 0, '0 of 0 rows'],
  [1200, 48000, '1,200 of 48,000 rows (2.5 %)'],
])('%d of %d', (count, total, text) => expect(countOf(count, total, 'rows')).toBe(text));

it('never rounds a share to none or all when it is neither', () => {
  expect([1e-9, 0.0005, 0.001].map(percent)).toEqual(['< 0.1 %', '< 0.1 %', '0.1 %']);
  expect([0.999, 0.9995, 1 - 1e-9].map(percent)).toEqual(['99.9 %', '> 99.9 %', '> 99.9 %']);
});
