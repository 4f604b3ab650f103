import { benjaminiHochberg } from '../../lib/statistics/benjamini-hochberg.ts';
import { contingencyTest } from '../../lib/statistics/contingency-test.ts';
import { fisherExact, type TwoGroups } from '../../lib/statistics/fisher-exact.ts';
import { type Proportion, proportion } from '../proportion.ts';
import { type Metadata, type SliceFeature, sliceFeatures } from './slice-features.ts';

export interface SlicedRow {
  readonly id: string;
  readonly correct: boolean;
}

export interface Slice {
  readonly where: readonly { readonly column: string; readonly value: string }[];
  /** Right answers in the slice, and in all other rows. */
  readonly inside: Proportion;
  readonly outside: Proportion;
  readonly p: number;
  /** Benjamini–Hochberg over all slices that were tested, shown or not. */
  readonly q: number;
  /** The first 1,000 rows of the slice, wrong ones first. */
  readonly ids: readonly string[];
}

export interface SliceReport {
  /** Slices that are worse than the rest at q ≤ 0.10, by what they cost: (share of all - share inside) · √rows. */
  readonly worse: readonly Slice[];
  /** Every value of every column, in order, whatever its q. */
  readonly single: readonly Slice[];
  readonly tested: number;
  /** Slices of fewer than twenty rows. */
  readonly tooSmall: number;
}

/** spec/evaluation.md sections 1.15 and 3. */
const FEWEST_ROWS = 20;
const MOST_Q = 0.1;
const MOST_IDS = 1_000;
const MOST_SHOWN = 100;
/** A slice of two columns is worth showing only where it is worse than each column alone, beyond chance. */
const NOT_CHANCE = 0.05;
/** Fisher's exact test walks over all tables; beyond this many rows the chi-square test gives the same digits. */
const MOST_EXACT = 2_000;
const FEWEST_EXPECTED = 5;

interface Candidate {
  readonly members: readonly (readonly [feature: number, value: number])[];
  readonly n: number;
  readonly right: number;
  readonly p: number;
}

/**
 * Finds the parts of the data where the answers are worse than elsewhere: every value of one column, and of two columns together, with at
 * least twenty rows, corrected for their number. `metadata` may hold declared columns and derived ones (class, answer length, script).
 */
export function findSlices(rows: readonly SlicedRow[], metadata: ReadonlyMap<string, Metadata>): SliceReport {
  const features = sliceFeatures(rows.map(({ id }) => metadata.get(id) ?? {}));
  const right = Uint8Array.from(rows, ({ correct }) => Number(correct));
  const all = { n: rows.length, right: right.reduce((sum, one) => sum + one, 0) };
  const cells = [...singleCells(features, right), ...pairCells(features, right)];
  const big = cells.filter(({ n }) => n >= FEWEST_ROWS && n < all.n);
  const tested = big.map((cell): Candidate => ({ ...cell, p: testOf(cell, all) }));
  const qValues = benjaminiHochberg(tested.map(({ p }) => p));
  const slices = tested.map((candidate, at) => ({ candidate, q: qValues[at] ?? 1 }));
  const singles = new Map(
    slices.flatMap((one) =>
      one.candidate.members.length === 1 ? [[keyOf(one.candidate.members), one.candidate]] : [],
    ),
  );
  const lost = ({ n, right: hits }: Candidate): number => (all.right / all.n - hits / n) * Math.sqrt(n);
  const worse = slices.filter(
    ({ candidate, q }) => q <= MOST_Q && lost(candidate) > 0 && addsToParents(candidate, singles),
  );
  const show = ({ candidate, q }: { candidate: Candidate; q: number }): Slice => ({
    where: candidate.members.map(([feature, value]) => ({
      column: features[feature]?.column ?? '',
      value: features[feature]?.values[value] ?? '',
    })),
    inside: proportion(candidate.right, candidate.n),
    outside: proportion(all.right - candidate.right, all.n - candidate.n),
    ...{ p: candidate.p, q, ids: idsOf(candidate, { rows, features }) },
  });
  return {
    worse: worse
      .sort((a, b) => lost(b.candidate) - lost(a.candidate))
      .slice(0, MOST_SHOWN)
      .map(show),
    single: slices.filter(({ candidate }) => candidate.members.length === 1).map(show),
    ...{ tested: tested.length, tooSmall: cells.length - big.length },
  };
}

type Cell = Omit<Candidate, 'p'>;

function singleCells(features: readonly SliceFeature[], right: Uint8Array): Cell[] {
  return features.flatMap(({ values, codes }, feature) => {
    const counts = values.map(() => ({ n: 0, right: 0 }));
    for (const [row, code] of codes.entries()) add(counts[code], right[row]);
    return counts.map((count, value) => ({ members: [[feature, value]] as const, ...count }));
  });
}

function pairCells(features: readonly SliceFeature[], right: Uint8Array): Cell[] {
  return features.flatMap((one, first) =>
    features.slice(first + 1).flatMap((other, after) => {
      const width = other.values.length;
      const counts = Array.from({ length: one.values.length * width }, () => ({ n: 0, right: 0 }));
      for (const [row, code] of one.codes.entries()) {
        const inner = other.codes[row] ?? -1;
        if (code >= 0 && inner >= 0) add(counts[code * width + inner], right[row]);
      }
      const second = first + 1 + after;
      return counts.flatMap((count, at): Cell[] =>
        count.n === 0
          ? []
          : [
              {
                members: [
                  [first, Math.floor(at / width)],
                  [second, at % width],
                ],
                ...count,
              },
            ],
      );
    }),
  );
}

function add(count: { n: number; right: number } | undefined, correct: number | undefined): void {
  if (count === undefined) return;
  count.n++;
  count.right += correct ?? 0;
}

function testOf(cell: { n: number; right: number }, all: { n: number; right: number }): number {
  return compare({
    first: { successes: cell.right, n: cell.n },
    second: { successes: all.right - cell.right, n: all.n - cell.n },
  });
}

function compare({ first, second }: TwoGroups): number {
  if (first.n + second.n > MOST_EXACT) {
    const table = [first, second].map(({ successes, n }) => [successes, n - successes]);
    const test = contingencyTest(table);
    if (test === null) return 1;
    if (test.smallestExpected >= FEWEST_EXPECTED) return test.p;
  }
  return fisherExact({ first, second });
}

/** Whether the slice differs from what is left of each of the columns that it is cut from. */
function addsToParents({ members, n, right }: Candidate, singles: ReadonlyMap<string, Candidate>): boolean {
  if (members.length === 1) return true;
  return members.every((member) => {
    const parent = singles.get(keyOf([member]));
    if (parent === undefined || parent.n <= n) return false;
    const rest = { successes: parent.right - right, n: parent.n - n };
    return (
      right / n < rest.successes / rest.n && compare({ first: { successes: right, n }, second: rest }) <= NOT_CHANCE
    );
  });
}

function keyOf(members: Candidate['members']): string {
  return members.map((member) => member.join(':')).join(' ');
}

function idsOf(
  { members }: Candidate,
  { rows, features }: { rows: readonly SlicedRow[]; features: readonly SliceFeature[] },
): string[] {
  const inside = rows.filter((_, row) => members.every(([feature, value]) => features[feature]?.codes[row] === value));
  const wrong = inside.filter(({ correct }) => !correct);
  return [...wrong, ...inside.filter(({ correct }) => correct)].slice(0, MOST_IDS).map(({ id }) => id);
}
