import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Trial } from '../../../src/lib/statistics/next-trial.ts';
import { searchLine } from '../../../src/lib/statistics/search-line.ts';

type Line = (length: number) => readonly [value: number, slope: number];

function search(line: Line, first: number): { found: Trial | null; start: Trial; tried: readonly number[] } {
  const tried: number[] = [];
  const at = (length: number): Trial => {
    const [value, slope] = line(length);
    return { length, value, slope };
  };
  const start = at(0);
  const found = searchLine(start, first, (length) => {
    tried.push(length);
    return at(length);
  });
  return { found, start, tried };
}

/** Functions 1 to 3 of Moré and Thuente's paper (section 5), with their derivatives. */
const shallow: Line = (at) => [-at / (at ** 2 + 2), (at ** 2 - 2) / (at ** 2 + 2) ** 2];
const steep: Line = (at) => [(at + 0.004) ** 5 - 2 * (at + 0.004) ** 4, 5 * (at + 0.004) ** 4 - 8 * (at + 0.004) ** 3];
const ripple: Line = (at) => {
  const [bend, waves] = [0.01, 39];
  const wide = Math.abs(1 - at) <= bend;
  const base = wide ? (at - 1) ** 2 / (2 * bend) + bend / 2 : Math.abs(1 - at);
  const turn = (waves * Math.PI) / 2;
  const slope = wide ? (at - 1) / bend : Math.sign(at - 1);
  return [
    base + ((2 * (1 - bend)) / (waves * Math.PI)) * Math.sin(turn * at),
    slope + (1 - bend) * Math.cos(turn * at),
  ];
};

const LINES = { shallow, steep, ripple } as const;

/** Line, first step, where scipy 1.17.1's `_dcsrch.DCSRCH` ends with ftol 1e-3, gtol 0.9 and xtol 0.1, and its evaluations. */
const REFERENCE: readonly (readonly [line: keyof typeof LINES, first: number, length: number, trials: number])[] = [
  ['shallow', 1e-3, 0.341, 5],
  ['shallow', 0.1, 0.5, 2],
  ['shallow', 10, 10, 1],
  ['shallow', 1e3, 36.88760696396662, 4],
  ['steep', 1e-3, 1.5975830448985595, 11],
  ['steep', 0.1, 1.6024085266778738, 7],
  ['steep', 10, 1.6123738059384738, 6],
  ['steep', 1e3, 1.5950402760316598, 10],
  ['ripple', 1e-3, 0.9967520447385962, 11],
  ['ripple', 0.1, 0.9858519280776707, 9],
  ['ripple', 10, 0.9811565020243171, 7],
  ['ripple', 1e3, 1.0117927501914992, 11],
];

describe('the line search', () => {
  it.each(REFERENCE)(
    'ends on the %s one from %d at %d after %d trials, as scipy does',
    (name, first, length, trials) => {
      const { found, start, tried } = search(LINES[name], first);
      expect(tried).toHaveLength(trials);
      expect(Math.abs((found?.length ?? 0) / length - 1)).toBeLessThan(1e-12);
      expect(found?.value).toBeLessThan(start.value);
    },
  );

  it('goes straight to the minimum of a parabola once its slope has changed sign', () => {
    const { found, tried } = search((at) => [(at - 3) ** 2, 2 * (at - 3)], 7);
    expect(tried).toHaveLength(2);
    expect(found?.length).toBeCloseTo(3, 12);
  });

  it('is content with the first step where that is good', () => {
    expect(search((at) => [(at - 1) ** 2, 2 * (at - 1)], 1).tried).toEqual([1]);
  });

  it('never ends higher than it began on any smooth bowl, and is flat enough unless it ran out of bracket', () => {
    const number = fc.double({ min: 0.01, max: 100, noNaN: true });
    fc.assert(
      fc.property(number, number, number, (place, curve, first) => {
        const { found, start, tried } = search((at) => {
          const far = Math.hypot(1, at - place);
          return [curve * (far - 1), (curve * (at - place)) / far];
        }, first);
        expect(found?.value).toBeLessThan(start.value);
        const flat = Math.abs(found?.slope ?? Number.NaN) <= 0.9 * Math.abs(start.slope);
        expect(flat || tried.length > 2).toBe(true);
      }),
    );
  });

  it('gives up where the loss never falls as its slope promises', () => {
    expect(search((at) => [at, -1], 1).found?.length ?? 0).toBeLessThan(1e-6);
  });
});
