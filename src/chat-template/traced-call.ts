import type { FilterFunction, FilterSet } from './filter-set.ts';
import { DictView, type Keywords, PyDict, PyTuple, Traced, type Value } from './python-values.ts';
import { derivedText } from './traced-text.ts';

// These hand on or cut the texts they are given, by operations that know about traced texts.
const AWARE = new Set(
  'attr batch d default dictsort first groupby items join last length count list map max min reject rejectattr replace reverse select selectattr slice sort string sum trim unique'.split(
    ' ',
  ),
);
// A tools array is a few hundred texts; a bound keeps values that hold themselves many times cheap.
const MAX_SOURCES = 5000;

/** Every traced text in the values, nested ones included. */
export function tracedSources(values: readonly Value[]): Traced[] {
  const found: Traced[] = [];
  const queue: Value[] = [...values];
  for (let at = 0; at < queue.length && at < MAX_SOURCES; at++) {
    const value = queue[at] ?? null;
    if (value instanceof Traced) found.push(value);
    else if (Array.isArray(value)) queue.push(...value.slice(0, MAX_SOURCES));
    else if (value instanceof PyTuple) queue.push(...value.items.slice(0, MAX_SOURCES));
    else if (value instanceof PyDict) queue.push(...[...value.map.values()].slice(0, MAX_SOURCES));
    else if (value instanceof DictView) queue.push(value.dict);
  }
  return found;
}

function plain(value: Value): Value {
  return value instanceof Traced ? value.text : value;
}

/** Calls a filter in the tracing render: what it does to its texts is not tracked unless it is known to keep them. */
export function callTraced(
  name: string,
  filter: FilterFunction,
  call: { readonly args: readonly Value[]; readonly keywords: Keywords | undefined; readonly library: FilterSet },
): Value {
  const { args, keywords, library } = call;
  if (AWARE.has(name)) return filter(args, keywords, library);
  const named = keywords && new Map([...keywords].map(([key, value]) => [key, plain(value)]));
  const result = filter(args.map(plain), named, library);
  return typeof result === 'string' ? derivedText(result, tracedSources(args)) : result;
}
