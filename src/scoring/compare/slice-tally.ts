import { numberList } from '../../lib/number-list.ts';
import { benjaminiHochberg } from '../../lib/statistics/benjamini-hochberg.ts';
import { type Proportion, proportion } from '../proportion.ts';
import { compareGroups } from './compare-groups.ts';
import { type SliceCell, sliceCells } from './slice-cells.ts';
import { featureColumns, type Metadata, type SliceFeature } from './slice-features.ts';

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
  /** Columns that were sliced by; and those with values that cannot be: only one value, or too many that are no numbers. */
  readonly columns: readonly string[];
  readonly unfit: readonly string[];
}

export interface SliceTally {
  /** `row`: its number, by which `result` is told its id. */
  readonly add: (row: number, correct: boolean, metadata: Metadata) => void;
  readonly result: (idAt: (row: number) => string) => SliceReport;
}

/** spec/evaluation.md sections 1.15 and 3. */
const FEWEST_ROWS = 20;
const MOST_Q = 0.1;
const MOST_IDS = 1_000;
const MOST_SHOWN = 100;
/** A slice of two columns is worth showing only where it is worse than each column alone, beyond chance. */
const NOT_CHANCE = 0.05;

type Candidate = SliceCell & { readonly p: number };
type Tested = { readonly candidate: Candidate; readonly q: number };

/**
 * Finds the parts of the data where the answers are worse than elsewhere: every value of one column, and of two columns together, with at
 * least twenty rows, corrected for their number. Rows come one by one; metadata may hold declared columns and derived ones.
 */
export function sliceTally(): SliceTally {
  const columns = featureColumns();
  const right = numberList('small');
  const rows = numberList('whole');
  return {
    add: (row, correct, metadata) => {
      rows.add(row);
      right.add(Number(correct));
      columns.add(metadata);
    },
    result: (idAt) => {
      const { features, unfit } = columns.result();
      const flags = Int8Array.from(right.values());
      const all = { n: flags.length, right: flags.reduce((sum, one) => sum + one, 0) };
      const cells = sliceCells(features, flags);
      const big = cells.filter(({ n }) => n >= FEWEST_ROWS && n < all.n);
      const tested = testAll(big, all);
      const ids = (cell: SliceCell): string[] => idsOf(cell, { features, flags }).map((at) => idAt(rows.at(at)));
      const show = (slice: Tested): Slice => shown(slice, { features, all, ids });
      return {
        worse: worstOf(tested, all).slice(0, MOST_SHOWN).map(show),
        single: tested.filter(({ candidate }) => candidate.members.length === 1).map(show),
        ...{ tested: tested.length, tooSmall: cells.length - big.length },
        ...{ columns: features.map(({ column }) => column), unfit },
      };
    },
  };
}

type Count = { readonly n: number; readonly right: number };

function testAll(cells: readonly SliceCell[], all: Count): readonly Tested[] {
  const candidates = cells.map((cell): Candidate => {
    const inside = { successes: cell.right, n: cell.n };
    const outside = { successes: all.right - cell.right, n: all.n - cell.n };
    return { ...cell, p: compareGroups({ first: inside, second: outside }) };
  });
  const qValues = benjaminiHochberg(candidates.map(({ p }) => p));
  return candidates.map((candidate, at) => ({ candidate, q: qValues[at] ?? 1 }));
}

function worstOf(tested: readonly Tested[], all: Count): readonly Tested[] {
  const single = tested.filter(({ candidate }) => candidate.members.length === 1);
  const singles = new Map(single.map(({ candidate }) => [keyOf(candidate.members), candidate]));
  const lost = ({ n, right }: Candidate): number => (all.right / all.n - right / n) * Math.sqrt(n);
  return tested
    .filter(({ candidate, q }) => q <= MOST_Q && lost(candidate) > 0 && addsToParents(candidate, singles))
    .sort((a, b) => lost(b.candidate) - lost(a.candidate));
}

/** Whether the slice differs from what is left of each of the columns that it is cut from. */
function addsToParents({ members, n, right }: Candidate, singles: ReadonlyMap<string, Candidate>): boolean {
  if (members.length === 1) return true;
  return members.every((member) => {
    const parent = singles.get(keyOf([member]));
    if (parent === undefined || parent.n <= n) return false;
    const rest = { successes: parent.right - right, n: parent.n - n };
    if (right / n >= rest.successes / rest.n) return false;
    return compareGroups({ first: { successes: right, n }, second: rest }) <= NOT_CHANCE;
  });
}

function keyOf(members: SliceCell['members']): string {
  return members.map((member) => member.join(':')).join(' ');
}

function shown(
  { candidate, q }: Tested,
  {
    features,
    all,
    ids,
  }: {
    readonly features: readonly SliceFeature[];
    readonly all: Count;
    readonly ids: (cell: SliceCell) => readonly string[];
  },
): Slice {
  const { members, n, right, p } = candidate;
  return {
    where: members.map(([feature, value]) => ({
      column: features[feature]?.column ?? '',
      value: features[feature]?.values[value] ?? '',
    })),
    inside: proportion(right, n),
    outside: proportion(all.right - right, all.n - n),
    ...{ p, q, ids: ids(candidate) },
  };
}

/** Places of the first rows of a slice, wrong ones first. */
function idsOf(
  { members }: SliceCell,
  { features, flags }: { readonly features: readonly SliceFeature[]; readonly flags: Int8Array },
): readonly number[] {
  const wrong: number[] = [];
  const right: number[] = [];
  const codes = members.map(([feature, value]) => ({ codes: features[feature]?.codes, value }));
  for (let row = 0; row < flags.length && wrong.length < MOST_IDS; row++) {
    if (codes.some((member) => member.codes?.[row] !== member.value)) continue;
    if (flags[row] === 0) wrong.push(row);
    else if (right.length < MOST_IDS) right.push(row);
  }
  return [...wrong, ...right].slice(0, MOST_IDS);
}
