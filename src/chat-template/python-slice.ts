import { fail, failUndefined } from './python-fail.ts';
import { intOf, isList, textOf } from './python-primitives.ts';
import { typeName } from './python-repr.ts';
import { pythonString } from './python-text.ts';
import { Markup, PyDict, PyRange, PyTuple, Traced, Undefined, type Value } from './python-values.ts';
import { joinTraced, sliceTraced } from './traced-text.ts';

function sliceBound(value: Value): number | undefined {
  if (value === null) return undefined;
  if (value instanceof Undefined) failIndex();
  return (typeof value === 'object' ? undefined : intOf(value)) ?? failIndex();
}

function failIndex(): never {
  return fail('TypeError', 'slice indices must be integers or None or have an __index__ method');
}

interface SliceRange {
  readonly start: number;
  readonly count: number;
  readonly step: number;
}

/** Python's slice.indices(). */
export function sliceRange(length: number, bounds: readonly [Value, Value, Value]): SliceRange {
  const step = sliceBound(bounds[2]) ?? 1;
  if (step === 0) fail('ValueError', 'slice step cannot be zero');
  const low = step > 0 ? 0 : -1;
  const high = step > 0 ? length : length - 1;
  const clamp = (value: number | undefined, fallback: number) => {
    if (value === undefined) return fallback;
    return Math.min(high, Math.max(low, value < 0 ? value + length : value));
  };
  const start = clamp(sliceBound(bounds[0]), step > 0 ? low : high);
  const stop = clamp(sliceBound(bounds[1]), step > 0 ? high : low);
  return { start, step, count: Math.max(0, Math.ceil((stop - start) / step)) };
}

function pick<Item>(items: readonly Item[], { start, count, step }: SliceRange): Item[] {
  if (step === 1) return items.slice(start, start + count);
  const picked: Item[] = [];
  for (let index = 0; index < count; index++)
    picked.push(...items.slice(start + index * step, start + index * step + 1));
  return picked;
}

function sliceText(text: string, bounds: readonly [Value, Value, Value]): string {
  const range = sliceRange(pythonString.length(text), bounds);
  if (range.step !== 1) return pick(pythonString.characters(text), range).join('');
  const start = pythonString.offset(text, range.start);
  return text.slice(start, start + pythonString.offset(text.slice(start), range.count));
}

/** `value[start:stop:step]`. */
export function slice(value: Value, bounds: readonly [Value, Value, Value]): Value {
  if (typeof value === 'string') return sliceText(value, bounds);
  if (isList(value)) return pick(value, sliceRange(value.length, bounds));
  if (value instanceof Traced) {
    const range = sliceRange(pythonString.length(value.text), bounds);
    if (range.step !== 1) return joinTraced(pick(sliceTraced.characters(value), range));
    const start = pythonString.offset(value.text, range.start);
    return sliceTraced.cut(value, start, start + pythonString.offset(value.text.slice(start), range.count));
  }
  if (value instanceof Markup) return new Markup(sliceText(value.text, bounds));
  if (value instanceof PyTuple) return new PyTuple(pick(value.items, sliceRange(value.items.length, bounds)));
  if (value instanceof PyRange) {
    const { start, count, step } = sliceRange(value.length, bounds);
    const first = value.start + start * value.step;
    return new PyRange(first, first + count * step * value.step, step * value.step);
  }
  if (value instanceof Undefined) failUndefined(value);
  // Python 3.11 looks slices up as keys, and they cannot be hashed.
  if (value instanceof PyDict) fail('TypeError', "unhashable type: 'slice'");
  return fail('TypeError', `'${typeName(value)}' object is not subscriptable`);
}

/** obj[index] of a sequence, undefined where Python raises IndexError or TypeError. */
export function elementAt(value: Value, index: Value): Value | undefined {
  const at = typeof index === 'object' || typeof index === 'string' ? undefined : intOf(index);
  if (at === undefined) return undefined;
  if (isList(value)) return value[at < 0 ? at + value.length : at];
  if (value instanceof PyTuple) return value.items[at < 0 ? at + value.items.length : at];
  const text = textOf(value);
  if (text !== undefined) {
    const length = pythonString.length(text);
    const place = at < 0 ? at + length : at;
    return place < 0 || place >= length ? undefined : slice(value, [place, place + 1, 1]);
  }
  if (value instanceof PyRange) {
    const place = at < 0 ? at + value.length : at;
    return place < 0 || place >= value.length ? undefined : value.at(place);
  }
  return undefined;
}
