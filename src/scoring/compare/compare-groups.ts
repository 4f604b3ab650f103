import { contingencyTest } from '../../lib/statistics/contingency-test.ts';
import { fisherExact, type TwoGroups } from '../../lib/statistics/fisher-exact.ts';

/** Fisher's exact test walks over all tables; beyond this many rows the chi-square test gives the same digits. */
const MOST_EXACT = 2_000;
const FEWEST_EXPECTED = 5;

/** Two-sided p for the shares of two groups of rows to be one: exact for few rows, chi-square for many. */
export function compareGroups({ first, second }: TwoGroups): number {
  if (first.n + second.n > MOST_EXACT) {
    const table = [first, second].map(({ successes, n }) => [successes, n - successes]);
    const test = contingencyTest(table);
    if (test === null) return 1;
    if (test.smallestExpected >= FEWEST_EXPECTED) return test.p;
  }
  return fisherExact({ first, second });
}
