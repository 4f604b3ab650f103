import { numberList } from '../../lib/number-list.ts';
import { signFlipTest } from '../../lib/statistics/sign-flip-test.ts';
import { ratioUnits, THOROUGH } from '../measures/ratio-units.ts';
import type { ScoredRow } from '../scored-row.ts';
import type { Task } from '../task.ts';
import type { GradedComparison } from './comparison.ts';
import { idCount } from './pair-tally.ts';

/** Ids that the report names. */
const MOST_IDS = 1_000;

export interface GradeTally {
  /** Without a group the row is one of its own. */
  readonly add: (id: string, pair: { readonly first: ScoredRow; readonly second: ScoredRow }, group?: string) => void;
  /** Null where answers have no grades. */
  readonly result: () => GradedComparison | null;
}

/** Compares scores with grades (share of right fields, similarity), where right and wrong alone would throw them away. */
export function gradeTally(task: Task): GradeTally {
  const groups = new Map<string, { sum: number; rows: number }>();
  const single = numberList('float');
  const changed = idCount(MOST_IDS);
  const sums = { first: 0, second: 0, n: 0 };
  return {
    add: (id, pair, group) => {
      const [first, second] = [gradeOf(pair.first), gradeOf(pair.second)];
      if (first === null || second === null) return;
      if (first !== second) changed.add(id);
      sums.n++;
      sums.first += first;
      sums.second += second;
      if (group === undefined) return single.add(second - first);
      const known = groups.get(group) ?? { sum: 0, rows: 0 };
      groups.set(group, { sum: known.sum + second - first, rows: known.rows + 1 });
    },
    result: () => {
      const { n, first, second } = sums;
      if (task.kind === 'classify' || n === 0) return null;
      const differences = [...single.values(), ...Array.from(groups.values(), ({ sum }) => sum)];
      const units = ratioUnits(THOROUGH);
      for (const difference of single.values()) units.add(difference, 1);
      // Mean over rows, so that a group of many rows weighs as many.
      for (const { sum, rows } of groups.values()) units.add(sum, rows);
      return {
        score: task.kind === 'extract' ? 'right fields' : 'similarity',
        ...{ n, first: first / n, second: second / n },
        difference: { estimate: (second - first) / n, ...units.interval() },
        test: signFlipTest(differences),
        ids: changed.result().ids,
      };
    },
  };
}

/** Share of right fields, or similarity of the whole text. An answer that cannot be read has no field right. */
function gradeOf({ fields, similarity }: ScoredRow): number | null {
  if (fields.length === 0) return similarity;
  return fields.filter(({ outcome }) => outcome === 'TP' || outcome === 'TN').length / fields.length;
}
