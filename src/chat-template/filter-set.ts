import type { Keywords, Value } from './python-values.ts';

export type FilterFunction = (args: readonly Value[], keywords: Keywords | undefined, library: FilterSet) => Value;

/** The filters and tests of an environment; `map`, `select` and their like call others by name. */
export interface FilterSet {
  readonly filters: ReadonlyMap<string, FilterFunction>;
  readonly tests: ReadonlyMap<string, FilterFunction>;
}
