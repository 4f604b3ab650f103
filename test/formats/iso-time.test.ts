import { describe, expect, it } from 'vitest';
import { isoDate, isoTime, isoTimestamp } from '../../src/formats/iso-time.ts';

describe('a time', () => {
  const DAY = 86_400_000_000_000n;
  it.each([
    [0n, '1970-01-01T00:00:00'],
    [-1n, '1969-12-31T23:59:59.999999999'],
    [1_000_000n, '1970-01-01T00:00:00.001'],
    [1000n, '1970-01-01T00:00:00.000001'],
    [100n, '1970-01-01T00:00:00.000000100'],
    [19_782n * DAY + 3_723_500_000_000n, '2024-02-29T01:02:03.500'],
    [2_932_896n * DAY, '9999-12-31T00:00:00'],
    [-719_162n * DAY, '0001-01-01T00:00:00'],
  ])('of %s nanoseconds is %s', (nanos, text) => {
    expect(isoTimestamp(nanos, false)).toBe(text);
    expect(isoTimestamp(nanos, true)).toBe(`${text}Z`);
    expect(isoDate(nanos)).toBe(text.slice(0, 10));
  });

  it.each([2_932_897n, -719_163n])('on day %s is beyond what a calendar of four digits can say', (day) => {
    expect(isoTimestamp(day * DAY, false)).toBe((day * DAY).toString());
    expect(isoDate(day * DAY)).toBe((day * DAY).toString());
  });

  it('of a day has as many decimals as it needs', () => {
    expect([3_600_000_000_000n, 1n, 86_399_999_000_000n].map(isoTime)).toEqual([
      '01:00:00',
      '00:00:00.000000001',
      '23:59:59.999',
    ]);
  });
});
