import { requireInt } from '../attributes.ts';
import type { FilterFunction } from '../filter-set.ts';
import { fail, failUndefined } from '../python-fail.ts';
import { iterate, pythonLength, toList } from '../python-iteration.ts';
import { add } from '../python-operators.ts';
import { percentFormat } from '../python-percent-format.ts';
import { isList, textOf, truthy } from '../python-primitives.ts';
import { pythonRepr, pythonText } from '../python-repr.ts';
import { elementAt, slice } from '../python-slice.ts';
import { pythonString } from '../python-text.ts';
import { Markup, PyDict, PyTuple, Traced, Undefined, type Value } from '../python-values.ts';
import { renderBudget } from '../render-budget.ts';
import { replaceText } from '../string-methods/replace-text.ts';
import { callStringMethod } from '../string-methods.ts';
import { joinTraced } from '../traced-text.ts';
import { wrapText } from '../wrap-text.ts';
import { attributeGetter } from './attribute-getter.ts';
import { type Bound, defineFilter } from './define-filter.ts';
import { noAttribute } from './no-attribute.ts';

/** A str as it is, anything else printed; markup stays markup. */
function softText(value: Value): string | Traced | Markup {
  return typeof value === 'string' || value instanceof Traced || value instanceof Markup ? value : pythonText(value);
}

function plainText(value: Value): string | Traced {
  const text = softText(value);
  return text instanceof Markup ? text.text : text;
}

function method(value: Value, name: string, args: readonly Value[] = []): Value {
  return callStringMethod(softText(value), name, { args, keywords: undefined }) ?? null;
}

function join(value: Value, [separator, attribute]: Bound): Value {
  const get = attribute === undefined || attribute === null ? undefined : attributeGetter(attribute);
  const between = plainText(separator ?? '');
  const parts: Value[] = [];
  let length = 0;
  for (const item of iterate(value)) {
    const text = plainText(get === undefined ? item : get(item));
    if (parts.length > 0 && between !== '') parts.push(between);
    parts.push(text);
    length +=
      (typeof text === 'string' ? text.length : text.text.length) +
      (typeof between === 'string' ? between.length : between.text.length);
    renderBudget.spend(1);
    renderBudget.allow(length);
  }
  return joinTraced(parts);
}

function indent(value: Value, [width, firstLine, blank]: Bound): Value {
  const given = width ?? 4;
  const indention = textOf(given) ?? ' '.repeat(Math.max(0, requireInt(given)));
  if (textOf(value) === undefined) {
    if (value instanceof Undefined) failUndefined(value);
    if (!isList(value)) add(value, '\n');
    return noAttribute(value, 'splitlines');
  }
  const text = value instanceof Markup ? value.text : softText(value);
  const lines = callStringMethod(joinTraced([text, '\n']), 'splitlines', { args: [], keywords: undefined });
  const parts: Value[] = truthy(firstLine ?? false) ? [indention] : [];
  renderBudget.allow(indention.length * (isList(lines ?? null) ? pythonLength(lines ?? null) : 0));
  toList(lines ?? null).forEach((line, index) => {
    if (index > 0) parts.push('\n');
    if (index > 0 && (truthy(blank ?? false) || truthy(line))) parts.push(indention);
    parts.push(line);
  });
  return joinTraced(parts);
}

function truncate(value: Value, [length, killWords, end, leeway]: Bound): Value {
  const size = requireInt(length ?? 255);
  const ending = pythonText(end ?? '...');
  const slack = leeway === undefined || leeway === null ? 5 : requireInt(leeway);
  const keep = size - pythonString.length(ending);
  if (keep < 0) fail('AssertionError', `expected length >= ${pythonString.length(ending)}, got ${size}`);
  if (slack < 0) fail('AssertionError', `expected leeway >= 0, got ${slack}`);
  if (pythonLength(value) <= size + slack) return value;
  const cut = slice(value, [null, keep, null]);
  if (truthy(killWords ?? false)) return add(cut, ending);
  return add(elementAt(method(cut, 'rsplit', [' ', 1]), 0) ?? '', ending);
}

function titleWords(value: Value): string {
  return pythonText(value)
    .split(/([-\s\x1c-\x1f\x85({[<]+)/)
    .filter((word) => word !== '')
    .map((word) => {
      const [head = ''] = word;
      return head.toUpperCase() + word.slice(head.length).toLowerCase();
    })
    .join('');
}

const format: FilterFunction = ([value = null, ...args], keywords) => {
  if (args.length > 0 && keywords !== undefined && keywords.size > 0)
    fail('FilterArgumentError', "can't handle positional and keyword arguments at the same time");
  const text = pythonText(value);
  if (keywords === undefined || keywords.size === 0) return percentFormat(text, new PyTuple(args));
  const dict = new PyDict();
  for (const [name, item] of keywords) dict.setText(name, item);
  return percentFormat(text, dict);
};

function replace(value: Value, [before, after, count]: Bound): Value {
  return replaceText(plainText(value), {
    before: pythonText(before ?? null),
    after: plainText(after ?? null),
    count: count === undefined || count === null ? -1 : requireInt(count),
  });
}

/** Filters that make text. */
export const textFilters: readonly [string, FilterFunction][] = [
  defineFilter('capitalize', '', (value) => method(value, 'capitalize')),
  defineFilter('center', 'width?', (value, [width]) => method(value, 'center', [width ?? 80])),
  ['format', format],
  defineFilter('indent', 'width? first? blank?', indent),
  defineFilter('join', 'd? attribute?', join),
  defineFilter('lower', '', (value) => method(value, 'lower')),
  defineFilter('pprint', '', pythonRepr),
  defineFilter('replace', 'old new count?', replace),
  defineFilter('string', '', softText),
  defineFilter('title', '', titleWords),
  defineFilter('trim', 'chars?', (value, [chars]) => method(value, 'strip', [chars ?? null])),
  defineFilter('truncate', 'length? killwords? end? leeway?', truncate),
  defineFilter('upper', '', (value) => method(value, 'upper')),
  defineFilter('wordcount', '', (value) => pythonText(value).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0),
  defineFilter(
    'wordwrap',
    'width? break_long_words? wrapstring? break_on_hyphens?',
    (value, [width, long, by, hyphens]) => {
      const text = textOf(value) ?? noAttribute(value, 'splitlines');
      const options = {
        width: requireInt(width ?? 79),
        breakLong: truthy(long ?? true),
        breakHyphens: truthy(hyphens ?? true),
      };
      const between = by === undefined || by === null ? '\n' : pythonText(by);
      return toList(method(text, 'splitlines'))
        .map((line) => wrapText(pythonText(line), options).join(between))
        .join(between);
    },
  ),
];
