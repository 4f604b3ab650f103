import { fail } from '../python-fail.ts';
import { intOf, textOf } from '../python-primitives.ts';
import { typeName } from '../python-repr.ts';
import type { Traced, Value } from '../python-values.ts';
import { sliceTraced } from '../traced-text.ts';

/** What a method of str is called on. */
export type Text = string | Traced;

type Bound = readonly (Value | undefined)[];

/** A method: `self`, its arguments by position (undefined where not given), and the text of `self`. Throws as Python raises. */
export type TextMethod = (self: Text, args: Bound, text: string) => Value;

/** A part of a text, in UTF-16 units; a traced text stays traced. */
export function cut(self: Text, start: number, end: number): Text {
  return typeof self === 'string' ? self.slice(start, end) : sliceTraced.cut(self, start, end);
}

/** An argument that must be a str. Throws TypeError. */
export function stringArgument(value: Value | undefined, method: string): string {
  const text = value === undefined ? undefined : textOf(value);
  if (text !== undefined) return text;
  return fail('TypeError', `${method}() argument must be str, not ${typeName(value ?? null)}`);
}

/** An argument that must be an int if it is given. Throws TypeError. */
export function intArgument(value: Value | undefined, fallback: number): number {
  if (value === undefined) return fallback;
  const number = typeof value === 'object' || typeof value === 'string' ? undefined : intOf(value);
  return number ?? fail('TypeError', `'${typeName(value)}' object cannot be interpreted as an integer`);
}
