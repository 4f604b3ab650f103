// jinja2's filters in one table, in the order of its documentation; `map` and `select` call others through it.
import { getAttribute, getItem, hasAttribute, requireInt } from './attributes.ts';
import { bindArguments } from './bind-arguments.ts';
import type { FilterFunction, FilterSet } from './filter-set.ts';
import { parseFloatText, parseIntText } from './number-conversion.ts';
import { pythonJson } from './python-json.ts';
import { fixedText } from './python-number-format.ts';
import {
  add,
  compare,
  elementAt,
  equals,
  escapeMarkup,
  fail,
  failUndefined,
  isList,
  itemsOf,
  iterate,
  negate,
  normalInt,
  numberOf,
  pythonLength,
  slice,
  sortValues,
  textOf,
  toList,
  truthy,
} from './python-operators.ts';
import { percentFormat } from './python-percent-format.ts';
import { pythonRepr, pythonText, typeName } from './python-repr.ts';
import { pythonString } from './python-text.ts';
import {
  DictView,
  type Keywords,
  keyOf,
  Markup,
  PyDict,
  PyFloat,
  PyIterator,
  PyTuple,
  Traced,
  Undefined,
  type Value,
} from './python-values.ts';
import { renderBudget } from './render-budget.ts';
import { callStringMethod, replaceText } from './string-methods.ts';
import { joinTraced } from './traced-text.ts';
import { wrapText } from './wrap-text.ts';

type Bound = readonly (Value | undefined)[];
type Run = (value: Value, args: Bound, library: FilterSet) => Value;

function define(name: string, parameters: string, run: Run): [string, FilterFunction] {
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

function generator(values: Generator<Value>): PyIterator {
  return new PyIterator(values, 'generator');
}

function attributeParts(attribute: Value): Value[] {
  if (attribute === null) return [];
  const text = textOf(attribute);
  if (text === undefined) return [attribute];
  return text.split('.').map((part) => (/^\p{Nd}+$/u.test(part) ? Number(part) : part));
}

function ignoreCase(value: Value): Value {
  const text = textOf(value);
  return text === undefined ? value : text.toLowerCase();
}

type Getter = (item: Value) => Value;

function attributeGetter(
  attribute: Value,
  options: { readonly fold?: boolean; readonly fallback?: Value } = {},
): Getter {
  const parts = attributeParts(attribute);
  const { fallback = null } = options;
  return (item) => {
    let value = item;
    for (const part of parts) {
      value = getItem(value, part);
      if (fallback !== null && value instanceof Undefined) value = fallback;
    }
    return options.fold ? ignoreCase(value) : value;
  };
}

const folds = (caseSensitive: Value | undefined) => !truthy(caseSensitive ?? false);

function dictSort(value: Value, [caseSensitive, by, reverse]: Bound): Value {
  const part = by === undefined ? 'key' : textOf(by);
  if (part !== 'key' && part !== 'value')
    return fail('FilterArgumentError', 'You can only sort by either "key" or "value"');
  const pairs = value instanceof PyDict ? value.entries() : noAttribute(value, 'items');
  const fold = folds(caseSensitive);
  const key = ([name, item]: [Value, Value]) => {
    const sorted = part === 'key' ? name : item;
    return fold ? ignoreCase(sorted) : sorted;
  };
  return sortValues(pairs, key, truthy(reverse ?? false)).map((pair) => new PyTuple(pair));
}

function noAttribute(value: Value, name: string): never {
  if (value instanceof Undefined) failUndefined(value);
  return fail('AttributeError', `'${typeName(value)}' object has no attribute '${name}'`);
}

function sort(value: Value, [reverse, caseSensitive, attribute]: Bound): Value {
  const fold = folds(caseSensitive);
  const given = attribute ?? null;
  const text = textOf(given);
  const getters = (text === undefined ? [given] : text.split(',')).map((part) => attributeGetter(part, { fold }));
  return sortValues(toList(value), (item) => getters.map((get) => get(item)), truthy(reverse ?? false));
}

function* unique(value: Value, get: Getter): Generator<Value> {
  const seen = new Set<unknown>();
  for (const item of iterate(value)) {
    const key = keyOf(get(item));
    if (seen.has(key)) continue;
    seen.add(key);
    yield item;
  }
}

function extreme(operator: '<' | '>'): Run {
  return (value, [caseSensitive, attribute]) => {
    const get = attributeGetter(attribute ?? null, { fold: folds(caseSensitive) });
    let best: { readonly item: Value; readonly key: Value } | undefined;
    for (const item of iterate(value)) {
      const key = get(item);
      if (best === undefined || compare(operator, key, best.key)) best = { item, key };
    }
    return best === undefined ? new Undefined('No aggregated item, sequence was empty.') : best.item;
  };
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

function first(value: Value): Value {
  for (const item of iterate(value)) return item;
  return new Undefined('No first item, sequence was empty.');
}

function notReversible(value: Value): never {
  return fail('TypeError', `'${typeName(value)}' object is not reversible`);
}

function last(value: Value): Value {
  const items = itemsOf(value) ?? notReversible(value);
  const item = items.at(-1);
  return item === undefined ? new Undefined('No last item, sequence was empty.') : item;
}

function floatOf(value: Value): number | undefined {
  const text = textOf(value);
  if (text !== undefined) return parseFloatText(text);
  const number = numberOf(value);
  if (number !== undefined) return Number(number.value);
  if (value instanceof Undefined) failUndefined(value);
  return undefined;
}

function fileSize(value: Value, [binary]: Bound): Value {
  const bytes = floatOf(value);
  if (bytes === undefined)
    return fail(textOf(value) === undefined ? 'TypeError' : 'ValueError', 'could not convert to float');
  const isBinary = truthy(binary ?? false);
  const base = isBinary ? 1024 : 1000;
  if (bytes === 1) return '1 Byte';
  if (bytes < base) return `${Math.trunc(bytes)} Bytes`;
  const prefixes = isBinary
    ? ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB', 'YiB']
    : ['kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB'];
  let power = 0;
  while (power < prefixes.length - 1 && bytes >= base ** (power + 2)) power++;
  return `${fixedText((base * bytes) / base ** (power + 2), 1)} ${prefixes[power]}`;
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

function toInt(value: Value, [fallback, base]: Bound): Value {
  const other = fallback ?? 0;
  const text = textOf(value);
  if (value instanceof Undefined) failUndefined(value);
  if (text !== undefined) {
    const whole = parseIntText(text, requireInt(base ?? 10));
    if (whole !== undefined) return whole;
  }
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  const float = floatOf(value);
  if (value instanceof PyFloat && !Number.isFinite(value.value) && !Number.isNaN(value.value))
    return fail('OverflowError', 'cannot convert float infinity to integer');
  return float === undefined || !Number.isFinite(float) ? other : normalInt(BigInt(Math.trunc(float)));
}

function* slices(value: Value, count: number, fill: Value): Generator<Value> {
  const items = toList(value);
  if (count === 0) fail('ZeroDivisionError', 'integer division or modulo by zero');
  const size = Math.floor(items.length / count);
  const extra = items.length - size * count;
  let offset = 0;
  for (let index = 0; index < count; index++) {
    const start = offset + index * size;
    if (index < extra) offset++;
    const part = items.slice(start, offset + (index + 1) * size);
    yield fill !== null && index >= extra ? [...part, fill] : part;
  }
}

function* batches(value: Value, size: number, fill: Value): Generator<Value> {
  let batch: Value[] = [];
  for (const item of iterate(value)) {
    if (batch.length === size) {
      yield batch;
      batch = [];
    }
    batch.push(item);
  }
  if (batch.length === 0) return;
  if (fill !== null && batch.length < size) {
    renderBudget.allow(size);
    while (batch.length < size) batch.push(fill);
  }
  yield batch;
}

// round() goes by the exact value of the float, ties to even.
function roundHalfEven(value: number, digits: number): number {
  if (!Number.isFinite(value) || digits > 300) return value;
  if (digits >= 0) return Number(fixedText(value, digits));
  const scale = 10 ** -digits;
  return Number(fixedText(value / scale, 0)) * scale;
}

function round(value: Value, [precision, how]: Bound): Value {
  const name = how === undefined ? 'common' : textOf(how);
  if (name !== 'common' && name !== 'ceil' && name !== 'floor')
    return fail('FilterArgumentError', 'method must be common, ceil or floor');
  const digits = precision ?? 0;
  const number = numberOf(value);
  if (number === undefined) {
    return fail('TypeError', `type ${typeName(value)} doesn't define __round__ method`);
  }
  if (name === 'common') {
    const places = requireInt(digits);
    if (number.kind === 'float') return new PyFloat(roundHalfEven(number.value, places));
    return places >= 0 ? number.value : Number(fixedText(Number(number.value) / 10 ** -places, 0)) * 10 ** -places;
  }
  const scale = 10 ** requireInt(digits);
  const scaled = Number(number.value) * scale;
  return new PyFloat((name === 'ceil' ? Math.ceil(scaled) : Math.floor(scaled)) / scale);
}

function groupBy(value: Value, [attribute, fallback, caseSensitive]: Bound): Value {
  const options = { fallback: fallback ?? null };
  const fold = folds(caseSensitive);
  const key = attributeGetter(attribute ?? null, { ...options, fold });
  const real = attributeGetter(attribute ?? null, options);
  const groups: { key: Value; items: Value[] }[] = [];
  for (const item of sortValues(toList(value), key)) {
    const itemKey = key(item);
    const group = groups.at(-1);
    if (group !== undefined && equals(group.key, itemKey)) group.items.push(item);
    else groups.push({ key: itemKey, items: [item] });
  }
  return groups.map(
    ({ key: shared, items }) => new PyTuple([fold ? real(items[0] ?? null) : shared, items], ['grouper', 'list']),
  );
}

function reverse(value: Value): Value {
  if (value instanceof Traced || typeof value === 'string' || value instanceof Markup)
    return slice(value, [null, null, -1]);
  const items = itemsOf(value);
  if (items !== undefined && !(value instanceof Undefined)) {
    const reversed = [...items].reverse();
    return new PyIterator(reversed.values(), isList(value) ? 'list_reverseiterator' : 'reversed');
  }
  if (value instanceof PyIterator || value instanceof Undefined) return [...toList(value)].reverse();
  return fail('FilterArgumentError', 'argument must be iterable');
}

function mapper(args: readonly Value[], keywords: Keywords | undefined, library: FilterSet): Getter {
  if (args.length === 0 && keywords?.has('attribute')) {
    const [unexpected] = [...keywords.keys()].filter((name) => name !== 'attribute' && name !== 'default');
    if (unexpected !== undefined) fail('FilterArgumentError', `Unexpected keyword argument '${unexpected}'`);
    return attributeGetter(keywords.get('attribute') ?? null, { fallback: keywords.get('default') ?? null });
  }
  const [name, ...rest] = args;
  if (name === undefined) return fail('FilterArgumentError', 'map requires a filter argument');
  const filter =
    library.filters.get(pythonText(name)) ?? fail('TemplateRuntimeError', `No filter named ${pythonRepr(name)}.`);
  return (item) => filter([item, ...rest], keywords, library);
}

const map: FilterFunction = ([value = null, ...args], keywords, library) =>
  generator(
    (function* () {
      if (!truthy(value)) return;
      const apply = mapper(args, keywords, library);
      for (const item of iterate(value)) {
        renderBudget.spend(1);
        yield apply(item);
      }
    })(),
  );

function selector(keep: boolean, byAttribute: boolean): FilterFunction {
  return ([value = null, ...given], keywords, library) =>
    generator(
      (function* () {
        if (!truthy(value)) return;
        const args = [...given];
        let get: Getter = (item) => item;
        if (byAttribute) {
          const attribute = args.shift();
          if (attribute === undefined) return fail('FilterArgumentError', 'Missing parameter for attribute name');
          get = attributeGetter(attribute);
        }
        const name = args.shift();
        const test =
          name === undefined
            ? undefined
            : (library.tests.get(pythonText(name)) ??
              fail('TemplateRuntimeError', `No test named ${pythonRepr(name)}.`));
        for (const item of iterate(value)) {
          renderBudget.spend(1);
          const subject = get(item);
          if (truthy(test === undefined ? subject : test([subject, ...args], keywords, library)) === keep) yield item;
        }
      })(),
    );
}

function sum(value: Value, [attribute, start]: Bound): Value {
  const get = attributeGetter(attribute ?? null);
  let total: Value = start ?? 0;
  if (textOf(total) !== undefined) fail('TypeError', "sum() can't sum strings [use ''.join(seq) instead]");
  for (const item of iterate(value)) {
    renderBudget.spend(1);
    total = add(total, get(item));
  }
  return total;
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

const KEPT_IN_URL = /[A-Za-z0-9_.~-]/;

function quoteUrl(value: Value, forQuery: boolean): string {
  const bytes = new TextEncoder().encode(pythonText(value));
  let out = '';
  for (const byte of bytes) {
    const char = String.fromCharCode(byte);
    if (KEPT_IN_URL.test(char) || (char === '/' && !forQuery)) out += char;
    else if (char === ' ' && forQuery) out += '+';
    else out += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return out;
}

function urlEncode(value: Value): Value {
  const pairs = value instanceof PyDict ? new DictView(value, 'items') : value;
  if (textOf(value) !== undefined || (itemsOf(value) === undefined && !(value instanceof PyIterator)))
    return quoteUrl(value, false);
  return toList(pairs)
    .map((pair) => {
      const items = toList(pair);
      if (items.length !== 2) fail('ValueError', `not enough values to unpack (expected 2, got ${items.length})`);
      return `${quoteUrl(items[0] ?? null, true)}=${quoteUrl(items[1] ?? null, true)}`;
    })
    .join('&');
}

function xmlAttributes(value: Value, [autospace]: Bound): Value {
  if (!(value instanceof PyDict)) return noAttribute(value, 'items');
  const parts: string[] = [];
  for (const [key, item] of value.entries()) {
    if (item === null || item instanceof Undefined) continue;
    const name = textOf(key) ?? fail('TypeError', 'expected string or bytes-like object');
    if (/[ \t-\r/>=]/.test(name)) fail('ValueError', `Invalid character in attribute name: ${pythonRepr(name)}`);
    parts.push(`${escapeMarkup(name).text}="${escapeMarkup(item).text}"`);
  }
  const text = parts.join(' ');
  return truthy(autospace ?? true) && text !== '' ? ` ${text}` : text;
}

function stripTags(value: Value): Value {
  const text = pythonText(value)
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<[\s\S]*?>/g, '');
  const entities: Readonly<Record<string, string>> = {
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    '#39': "'",
    '#34': '"',
    apos: "'",
    nbsp: '\xa0',
  };
  const words = toList(method(text, 'split')).map(pythonText).join(' ');
  return words.replace(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole);
}

/** json.dumps takes a number of spaces or the text itself. */
function jsonIndent(indent: Value): string | undefined {
  if (indent === null) return undefined;
  return textOf(indent) ?? ' '.repeat(Math.max(0, requireInt(indent)));
}

function toJson(value: Value, [ensureAscii, indentation, separators, sortKeys]: Bound): Value {
  const indentText = jsonIndent(indentation ?? null);
  let itemSeparator = indentText === undefined ? ', ' : ',';
  let keySeparator = ': ';
  if (separators !== undefined && separators !== null) {
    const parts = toList(separators);
    if (parts.length !== 2) fail('ValueError', `not enough values to unpack (expected 2, got ${parts.length})`);
    itemSeparator = textOf(parts[0] ?? null) ?? fail('TypeError', 'item separator must be str');
    keySeparator = textOf(parts[1] ?? null) ?? fail('TypeError', 'key separator must be str');
  }
  return pythonJson(value, {
    ensureAscii: truthy(ensureAscii ?? false),
    indent: indentText,
    itemSeparator,
    keySeparator,
    sortKeys: truthy(sortKeys ?? false),
  });
}

function absolute(value: Value): Value {
  const number = numberOf(value);
  if (number === undefined) {
    return fail('TypeError', `bad operand type for abs(): '${typeName(value)}'`);
  }
  if (number.kind === 'float') return new PyFloat(Math.abs(number.value));
  return number.value < 0 ? negate(number.value) : number.value;
}

function attribute(value: Value, [name]: Bound): Value {
  const key = textOf(name ?? null) ?? fail('TypeError', 'attribute name must be string');
  if (value instanceof Undefined) return getAttribute(value, key);
  return hasAttribute(value, key)
    ? getAttribute(value, key)
    : new Undefined(`'${typeName(value)} object' has no attribute '${key}'`);
}

function items(value: Value): Value {
  return generator(
    (function* () {
      if (value instanceof Undefined) return;
      if (!(value instanceof PyDict)) return fail('TypeError', 'Can only get item pairs from a mapping.');
      yield* value.entries().map((pair) => new PyTuple(pair));
    })(),
  );
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

const escapeFilter: Run = (value) => escapeMarkup(value);
const byDefault: Run = (value, [other, whenFalse]) =>
  value instanceof Undefined || (truthy(whenFalse ?? false) && !truthy(value)) ? (other ?? '') : value;

function replace(value: Value, [before, after, count]: Bound): Value {
  const by = plainText(after ?? null);
  return replaceText(
    plainText(value),
    pythonText(before ?? null),
    by,
    count === undefined || count === null ? -1 : requireInt(count),
  );
}

function unrepeatable(): never {
  return fail('TemplateError', 'the filter "random" gives another result at every render');
}

const FILTERS: readonly [string, FilterFunction][] = [
  define('abs', '', absolute),
  define('attr', 'name', attribute),
  define('batch', 'linecount fill_with?', (value, [size, fill]) =>
    generator(batches(value, requireInt(size ?? null), fill ?? null)),
  ),
  define('capitalize', '', (value) => method(value, 'capitalize')),
  define('center', 'width?', (value, [width]) => method(value, 'center', [width ?? 80])),
  define('count', '', pythonLength),
  define('d', 'default_value? boolean?', byDefault),
  define('default', 'default_value? boolean?', byDefault),
  define('dictsort', 'case_sensitive? by? reverse?', dictSort),
  define('e', '', escapeFilter),
  define('escape', '', escapeFilter),
  define('filesizeformat', 'binary?', fileSize),
  define('first', '', first),
  define('float', 'default?', (value, [other]) => {
    const float = floatOf(value);
    return float === undefined ? (other ?? new PyFloat(0)) : new PyFloat(float);
  }),
  define('forceescape', '', (value) => escapeMarkup(pythonText(value))),
  ['format', format],
  define('groupby', 'attribute default? case_sensitive?', groupBy),
  define('indent', 'width? first? blank?', indent),
  define('int', 'default? base?', toInt),
  define('items', '', items),
  define('join', 'd? attribute?', join),
  define('last', '', last),
  define('length', '', pythonLength),
  define('list', '', (value) => {
    const list = toList(value);
    return list;
  }),
  define('lower', '', (value) => method(value, 'lower')),
  ['map', map],
  define('max', 'case_sensitive? attribute?', extreme('>')),
  define('min', 'case_sensitive? attribute?', extreme('<')),
  define('pprint', '', pythonRepr),
  define('random', '', unrepeatable),
  ['reject', selector(false, false)],
  ['rejectattr', selector(false, true)],
  define('replace', 'old new count?', replace),
  define('reverse', '', reverse),
  define('round', 'precision? method?', round),
  define('safe', '', (value) => new Markup(pythonText(value))),
  ['select', selector(true, false)],
  ['selectattr', selector(true, true)],
  define('slice', 'slices fill_with?', (value, [count, fill]) =>
    generator(slices(value, requireInt(count ?? null), fill ?? null)),
  ),
  define('sort', 'reverse? case_sensitive? attribute?', sort),
  define('string', '', softText),
  define('striptags', '', stripTags),
  define('sum', 'attribute? start?', sum),
  define('title', '', titleWords),
  define('tojson', 'ensure_ascii? indent? separators? sort_keys?', toJson),
  define('trim', 'chars?', (value, [chars]) => method(value, 'strip', [chars ?? null])),
  define('truncate', 'length? killwords? end? leeway?', truncate),
  define('unique', 'case_sensitive? attribute?', (value, [caseSensitive, by]) =>
    generator(unique(value, attributeGetter(by ?? null, { fold: folds(caseSensitive) }))),
  ),
  define('upper', '', (value) => method(value, 'upper')),
  define('urlencode', '', urlEncode),
  define('wordcount', '', (value) => pythonText(value).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0),
  define('wordwrap', 'width? break_long_words? wrapstring? break_on_hyphens?', (value, [width, long, by, hyphens]) => {
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
  }),
  define('xmlattr', 'autospace?', xmlAttributes),
];

/** jinja2's filters by name, with transformers' own `tojson`. */
export const filters: ReadonlyMap<string, FilterFunction> = new Map(FILTERS);
