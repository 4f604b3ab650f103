import { fail } from '../python-fail.ts';
import { textOf } from '../python-primitives.ts';
import { typeName } from '../python-repr.ts';
import { sliceRange } from '../python-slice.ts';
import { pythonString } from '../python-text.ts';
import { PyTuple, type Value } from '../python-values.ts';
import { stringArgument, type TextMethod } from './text-method.ts';

/** The part of the text between two code point indices as slices take them, and its UTF-16 offset. */
function within(
  text: string,
  start: Value | undefined,
  end: Value | undefined,
): { readonly part: string; readonly offset: number; readonly beyond: boolean } {
  if ((start ?? null) === null && (end ?? null) === null) return { part: text, offset: 0, beyond: false };
  const length = pythonString.length(text);
  const range = sliceRange(length, [start ?? null, end ?? null, null]);
  const offset = pythonString.offset(text, range.start);
  const part = text.slice(offset, offset + pythonString.offset(text.slice(offset), range.count));
  const first = typeof start === 'number' ? start : 0;
  return { part, offset, beyond: first > length };
}

/** str.find and its kin: the first or the last place, -1 or ValueError (`strict`) where there is none. */
export function find(last: boolean, strict: boolean): TextMethod {
  return (_, [wanted, start, end], text) => {
    const part = stringArgument(wanted, strict ? 'index' : 'find');
    const area = within(text, start, end);
    const at = area.beyond ? -1 : last ? area.part.lastIndexOf(part) : area.part.indexOf(part);
    if (at !== -1) return pythonString.index(text, area.offset + at);
    return strict ? fail('ValueError', 'substring not found') : -1;
  };
}

/** str.count, without overlaps. */
export const count: TextMethod = (_, [wanted, start, end], text) => {
  const part = stringArgument(wanted, 'count');
  const area = within(text, start, end);
  if (area.beyond) return 0;
  return part === '' ? pythonString.length(area.part) + 1 : area.part.split(part).length - 1;
};

/** str.startswith and str.endswith, with one text or a tuple of them. */
export function affix(suffix: boolean): TextMethod {
  const name = suffix ? 'endswith' : 'startswith';
  return (_, [wanted, start, end], text) => {
    const area = within(text, start, end);
    const matches = (value: Value) => {
      const part =
        textOf(value) ?? fail('TypeError', `${name} first arg must be str or a tuple of str, not ${typeName(value)}`);
      if (area.beyond) return false;
      return suffix ? area.part.endsWith(part) : area.part.startsWith(part);
    };
    return wanted instanceof PyTuple ? wanted.items.some(matches) : matches(wanted ?? null);
  };
}
