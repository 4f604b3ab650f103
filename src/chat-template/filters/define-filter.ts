import { bindArguments } from '../bind-arguments.ts';
import type { FilterFunction, FilterSet } from '../filter-set.ts';
import type { Value } from '../python-values.ts';

/** Arguments by position, unfilled ones undefined. */
export type Bound = readonly (Value | undefined)[];
export type Run = (value: Value, args: Bound, library: FilterSet) => Value;

/** A filter by its name and the names of its parameters after the value, `?` behind the optional ones. */
export function defineFilter(name: string, parameters: string, run: Run): [string, FilterFunction] {
  const words = parameters === '' ? [] : parameters.split(' ');
  const optional = words.filter((word) => word.endsWith('?')).length;
  const names = ['value', ...words.map((word) => word.replace('?', ''))];
  const signature = { name, parameters: names, required: names.length - optional };
  return [
    name,
    (args, keywords, library) => {
      const [value = null, ...rest] = bindArguments(signature, args, keywords);
      return run(value, rest, library);
    },
  ];
}
