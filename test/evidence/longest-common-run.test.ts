import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestCommonRun } from '../../src/evidence/derive/longest-common-run.ts';

const shared = 'It stands on a brick in the yard.';

describe('the longest run that two texts share', () => {
  it('reaches as far as they agree', () => {
    const [a, b] = [`<u>${shared}<e>`, `### Input:\n${shared}\n`];
    expect(longestCommonRun(a, b)).toEqual({ a: 3, b: 11, length: shared.length });
  });

  it('is empty when they share less than sixteen characters', () => {
    expect(longestCommonRun('<u>a brick<e>', '### a brick\n').length).toBe(0);
    expect(longestCommonRun('', shared).length).toBe(0);
  });

  it('is the longest of several', () => {
    const a = `${shared}|${shared}${shared}!`;
    expect(longestCommonRun(a, `x${shared}${shared}!y`).length).toBe(2 * shared.length + 1);
  });

  it('stands around a known text, the last time it occurs', () => {
    const long = 'Look at what it stands on, what it leans on and who holds it.';
    expect(longestCommonRun(`${long}<u>${shared}`, `${long} Now!<u>${shared}`, shared)).toEqual({
      a: long.length,
      b: long.length + 5,
      length: 3 + shared.length,
    });
  });

  it('does not trust a known text of a few letters', () => {
    expect(longestCommonRun(`a<u>${shared}`, `a<v>${shared}`, 'a').length).toBe(shared.length + 1);
  });

  it('is a part of both texts that cannot be made longer, for any texts', () => {
    const text = fc.array(fc.constantFrom('a', 'b', shared, '<e>'), { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (a, b) => {
        const run = longestCommonRun(a, b);
        expect(a.slice(run.a, run.a + run.length)).toBe(b.slice(run.b, run.b + run.length));
        if (run.length === 0) return;
        const [endA, endB] = [run.a + run.length, run.b + run.length];
        expect(endA < a.length && endB < b.length && a[endA] === b[endB]).toBe(false);
        expect(run.a > 0 && run.b > 0 && a[run.a - 1] === b[run.b - 1]).toBe(false);
      }),
    );
  });
});
