/**
 * What a pickle describes, as inert data. Numbers cover both int and float. Anything that unpickling would build by calling
 * code is an `object`: the name of what would be called and what it would be given. Shared values are shared here too;
 * a value that contains itself holds a `cycle` where it would start over.
 */
export type PickleValue = null | boolean | number | string | PickleNode;

export type PickleNode =
  /** An int beyond ±(2^53 - 1). */
  | { readonly kind: 'integer'; readonly digits: string }
  | { readonly kind: 'bytes'; readonly length: number }
  | { readonly kind: 'list' | 'tuple' | 'set'; readonly items: PickleValue[] }
  | PickleDict
  | PickleObject
  | { readonly kind: 'global'; readonly name: string }
  | { readonly kind: 'persistent'; id: PickleValue }
  /** Data that protocol 5 keeps outside the pickle. */
  | { readonly kind: 'buffer' }
  | { readonly kind: 'cycle' };

/** Entries in the order they were set; of equal keys the last one counts. */
export interface PickleDict {
  readonly kind: 'dict';
  readonly entries: [PickleValue, PickleValue][];
}

export interface PickleObject {
  readonly kind: 'object';
  /** `module.name` of the class or function; `(computed)` when it is itself the result of a call. */
  readonly global: string;
  /** A tuple in honest pickles. */
  args: PickleValue;
  kwargs?: PickleValue;
  /** What `__setstate__` or `__dict__.update` would get. */
  state?: PickleValue;
  /** What would be appended or added. */
  readonly items: PickleValue[];
  /** What would be set with `object[key] = value`. */
  readonly entries: [PickleValue, PickleValue][];
}
