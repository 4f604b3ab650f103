import { type Proportion, proportion } from '../proportion.ts';

export type BalanceState = 'balanced' | 'skewed' | 'dominated';

export interface ClassBalance {
  readonly n: number;
  readonly classes: readonly { readonly class: string; readonly share: Proportion; readonly fewRows: boolean }[];
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

/** How often each class occurs, and what a model that always gives the most frequent one would score. `names`: all classes of the task. */
export function classBalance(classes: readonly string[], names: readonly string[]): ClassBalance {
  const counts = new Map(names.map((name) => [name, 0]));
  for (const name of classes) counts.set(name, (counts.get(name) ?? 0) + 1);
  const n = classes.length;
  const [largest] = [...counts].sort((a, b) => b[1] - a[1]);
  const occurring = [...counts.values()].filter((count) => count > 0).length;
  const majority = largest === undefined || n === 0 ? null : { class: largest[0], share: proportion(largest[1], n) };
  const share = majority?.share.share ?? 0;
  return {
    n,
    classes: [...counts].map(([name, count]) => ({
      class: name,
      share: proportion(count, n),
      fewRows: count < FEWEST_ROWS,
    })),
    majority,
    constantAnswer:
      majority === null
        ? null
        : { accuracy: share, balancedAccuracy: 1 / occurring, macroF1: (2 * share) / (1 + share) / occurring, mcc: 0 },
    state: share > DOMINATED ? 'dominated' : share > SKEWED ? 'skewed' : 'balanced',
  };
}
