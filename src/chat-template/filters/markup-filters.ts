import { requireInt } from '../attributes.ts';
import { escapeMarkup } from '../escape-markup.ts';
import type { FilterFunction } from '../filter-set.ts';
import { fail } from '../python-fail.ts';
import { itemsOf, toList } from '../python-iteration.ts';
import { pythonJson } from '../python-json.ts';
import { textOf, truthy } from '../python-primitives.ts';
import { pythonRepr, pythonText } from '../python-repr.ts';
import { DictView, Markup, PyDict, PyIterator, Undefined, type Value } from '../python-values.ts';
import { callStringMethod } from '../string-methods.ts';
import { unpack } from '../unpack.ts';
import { type Bound, defineFilter, type Run } from './define-filter.ts';
import { noAttribute } from './no-attribute.ts';

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
      const [name = null, item = null] = unpack(pair, 2);
      return `${quoteUrl(name, true)}=${quoteUrl(item, true)}`;
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
  const words = toList(callStringMethod(text, 'split', { args: [], keywords: undefined }) ?? null)
    .map(pythonText)
    .join(' ');
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
    const [item = null, key = null] = unpack(separators, 2);
    itemSeparator = textOf(item) ?? fail('TypeError', 'item separator must be str');
    keySeparator = textOf(key) ?? fail('TypeError', 'key separator must be str');
  }
  return pythonJson(value, {
    ensureAscii: truthy(ensureAscii ?? false),
    indent: indentText,
    itemSeparator,
    keySeparator,
    sortKeys: truthy(sortKeys ?? false),
  });
}

const escapeFilter: Run = (value) => escapeMarkup(value);

/** Filters that escape, for HTML, for addresses and as JSON. */
export const markupFilters: readonly [string, FilterFunction][] = [
  defineFilter('e', '', escapeFilter),
  defineFilter('escape', '', escapeFilter),
  defineFilter('forceescape', '', (value) => escapeMarkup(pythonText(value))),
  defineFilter('safe', '', (value) => new Markup(pythonText(value))),
  defineFilter('striptags', '', stripTags),
  defineFilter('tojson', 'ensure_ascii? indent? separators? sort_keys?', toJson),
  defineFilter('urlencode', '', urlEncode),
  defineFilter('xmlattr', 'autospace?', xmlAttributes),
];
