/** How an interval was made. `order-statistics`: of a median, two of the values themselves, by the binomial distribution of their ranks. */
export type IntervalMethod = 'bca' | 'percentile' | 'jackknife' | 'order-statistics';

/** A 95 % interval; all three null for want of rows or of spread. */
export type UnitInterval =
  | { readonly low: number; readonly high: number; readonly method: IntervalMethod }
  | { readonly low: null; readonly high: null; readonly method: null };

export const NO_INTERVAL: UnitInterval = { low: null, high: null, method: null };

/** A figure that is no share of rows, over whole documents or answers, with its interval. */
export interface Measure {
  readonly name: string;
  /** Null without rows. */
  readonly value: number | null;
  /** Rows that it is computed from; these are what the interval draws. */
  readonly rows: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Null: no interval, for want of rows or spread, or beyond 100 classes. */
  readonly method: IntervalMethod | null;
  /** The first rows that keep it from being perfect. */
  readonly ids: readonly string[];
}
