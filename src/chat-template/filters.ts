import type { FilterFunction } from './filter-set.ts';
import { defineFilter, type Run } from './filters/define-filter.ts';
import { itemFilters } from './filters/item-filters.ts';
import { markupFilters } from './filters/markup-filters.ts';
import { numberFilters } from './filters/number-filters.ts';
import { orderFilters } from './filters/order-filters.ts';
import { textFilters } from './filters/text-filters.ts';
import { truthy } from './python-primitives.ts';
import { Undefined } from './python-values.ts';

const byDefault: Run = (value, [other, whenFalse]) =>
  value instanceof Undefined || (truthy(whenFalse ?? false) && !truthy(value)) ? (other ?? '') : value;

/** jinja2's filters by name, with transformers' own `tojson`. */
export const filters: ReadonlyMap<string, FilterFunction> = new Map([
  defineFilter('d', 'default_value? boolean?', byDefault),
  defineFilter('default', 'default_value? boolean?', byDefault),
  ...itemFilters,
  ...markupFilters,
  ...numberFilters,
  ...orderFilters,
  ...textFilters,
]);
