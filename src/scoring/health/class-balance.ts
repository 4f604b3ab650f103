import { type Proportion, proportion } from '../proportion.ts';
import { type RowList, rowList } from './row-list.ts';

export type BalanceState = 'balanced' | 'skewed' | 'dominated';

export interface ClassBalance {
  readonly n: number;
  readonly classes: readonly {
    readonly class: string;
    readonly share: Proportion;
    readonly fewRows: boolean;
    readonly rows: RowList;
  }[];
  readonly majority: { readonly class: string; readonly share: Proportion } | null;
  /** What always answering the majority class scores. Whoever does not beat this has learned nothing. */
  readonly constantAnswer: {
    readonly accuracy: number;
    readonly balancedAccuracy: number;
    readonly macroF1: number;
    readonly mcc: 0;
  } | null;
  readonly state: BalanceState;
}

/** spec/evaluation.md 6.1: three quarters are worth a warning, nine tenths make accuracy meaningless; fewer than 20 rows teach little. */
const SKEWED = 0.75;
const DOMINATED = 0.9;
const FEWEST_ROWS = 20;

/**
 * How often each class occurs, and what a model that always gives the most frequent one would score. `classes`: of each row, undefined
 * where it has none; `names`: all classes of the task.
 */
export function classBalance(classes: readonly (string | undefined)[], names: readonly string[]): ClassBalance {
  const members = new Map(names.map((name): [string, number[]] => [name, []]));
  for (const [row, name] of classes.entries()) {
    if (name === undefined) continue;
    const same = members.get(name);
    if (same === undefined) members.set(name, [row]);
    else same.push(row);
  }
  const counts = [...members].map(([name, rows]) => ({ name, count: rows.length, rows }));
  const n = counts.reduce((sum, { count }) => sum + count, 0);
  const [largest] = counts.toSorted((a, b) => b.count - a.count);
  const occurring = counts.filter(({ count }) => count > 0).length;
  const majority =
    largest === undefined || n === 0 ? null : { class: largest.name, share: proportion(largest.count, n) };
  const share = majority?.share.share ?? 0;
  return {
    n,
    classes: counts.map(({ name, count, rows }) => ({
      class: name,
      share: proportion(count, n),
      fewRows: count < FEWEST_ROWS,
      rows: rowList(rows),
    })),
    majority,
    constantAnswer:
      majority === null
        ? null
        : { accuracy: share, balancedAccuracy: 1 / occurring, macroF1: (2 * share) / (1 + share) / occurring, mcc: 0 },
    state: share > DOMINATED ? 'dominated' : share > SKEWED ? 'skewed' : 'balanced',
  };
}
