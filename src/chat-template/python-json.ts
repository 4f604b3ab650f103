import { inputValue } from './input-values.ts';
import { fail } from './python-fail.ts';
import { floatRepr, intText, typeName } from './python-repr.ts';
import { pythonString } from './python-text.ts';
import { Markup, PyDict, PyFloat, PyTuple, Traced, type Value } from './python-values.ts';
import { renderBudget } from './render-budget.ts';

export interface JsonOptions {
  readonly ensureAscii: boolean;
  /** What one level of nesting is indented by; undefined writes everything on one line. */
  readonly indent: string | undefined;
  readonly itemSeparator: string;
  readonly keySeparator: string;
  readonly sortKeys: boolean;
}

const ESCAPED: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};
// Unlike JSON.stringify, Python leaves lone surrogates alone.
const MUST_ESCAPE = /["\\\x00-\x1f]/g;
const UNUSUAL = /["\\\x00-\x1f\ud800-\udfff]/;
const MUST_ESCAPE_ASCII = /["\\\x00-\x1f]|[^\x20-\x7e]/g;

function escapeChar(char: string): string {
  return ESCAPED[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function textJson(text: string, ensureAscii: boolean): string {
  if (!ensureAscii && !UNUSUAL.test(text)) return `"${text}"`;
  // JSON.stringify differs only for lone surrogates.
  if (!ensureAscii && !pythonString.isWide(text)) return JSON.stringify(text);
  return `"${text.replace(ensureAscii ? MUST_ESCAPE_ASCII : MUST_ESCAPE, escapeChar)}"`;
}

function floatJson(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return Number.isFinite(value) ? floatRepr(value) : value > 0 ? 'Infinity' : '-Infinity';
}

function keyText(key: Value): string {
  if (typeof key === 'string') return key;
  if (key instanceof Traced || key instanceof Markup) return key.text;
  if (key === null) return 'null';
  if (typeof key === 'boolean') return key ? 'true' : 'false';
  if (typeof key === 'number' || typeof key === 'bigint') return intText(key);
  if (key instanceof PyFloat) return floatJson(key.value);
  fail('TypeError', `keys must be str, int, float, bool or None, not ${typeName(key)}`);
}

function sortedEntries(dict: PyDict): [Value, Value][] {
  const entries = dict.entries();
  const texts = entries.every(([key]) => typeof key === 'string');
  const numbers = entries.every(([key]) => typeof key === 'number');
  if (!texts && !numbers && entries.length > 1) fail('TypeError', "'<' not supported between instances of the keys");
  const rank = ([key]: [Value, Value]) =>
    typeof key === 'number' ? key : [...keyText(key)].map((char) => char.codePointAt(0) ?? 0);
  return entries.sort((a, b) => {
    const left = rank(a);
    const right = rank(b);
    if (typeof left === 'number' || typeof right === 'number') return Number(left) - Number(right);
    const at = left.findIndex((code, index) => code !== right[index]);
    return at === -1 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1);
  });
}

interface Layout {
  readonly open: string;
  readonly between: string;
  readonly close: string;
}

/** Tool schemas repeat a handful of keys in every render. */
const MOST_KNOWN_KEYS = 512;
const LONGEST_KNOWN_KEY = 64;
const knownKeys = new Map<string, string>();

function keyJson(key: string, ensureAscii: boolean): string {
  if (ensureAscii || key.length > LONGEST_KNOWN_KEY) return textJson(key, ensureAscii);
  const known = knownKeys.get(key);
  if (known !== undefined) return known;
  if (knownKeys.size >= MOST_KNOWN_KEYS) knownKeys.clear();
  const made = textJson(key, false);
  knownKeys.set(key, made);
  return made;
}

/** json.dumps(value) with the given settings. Throws TemplateError (TypeError) for what JSON cannot hold. */
export function pythonJson(value: Value, options: JsonOptions): string {
  const { ensureAscii, indent, itemSeparator, keySeparator } = options;
  const flat: Layout = { open: '', between: itemSeparator, close: '' };
  const layouts: Layout[] = [];
  const layout = (level: number): Layout => {
    if (indent === undefined) return flat;
    const known = layouts[level];
    if (known !== undefined) return known;
    const line = `\n${indent.repeat(level + 1)}`;
    const made = { open: line, between: itemSeparator + line, close: `\n${indent.repeat(level)}` };
    layouts[level] = made;
    return made;
  };
  const items = (list: readonly unknown[], level: number): string => {
    if (list.length === 0) return '[]';
    const { open, between, close } = layout(level);
    let out = `[${open}`;
    for (let index = 0; index < list.length; index++)
      out += (index === 0 ? '' : between) + write(list[index], level + 1);
    return `${out + close}]`;
  };
  const members = (dict: PyDict, level: number): string => {
    if (dict.size === 0) return '{}';
    const { open, between, close } = layout(level);
    let out = `{${open}`;
    let separator = '';
    for (const [key, item] of options.sortKeys ? sortedEntries(dict) : dict.entries()) {
      out += separator + textJson(keyText(key), ensureAscii) + keySeparator + write(item, level + 1);
      separator = between;
    }
    return `${out + close}}`;
  };
  const rawMembers = (object: object, level: number): string => {
    const { open, between, close } = layout(level);
    let out = '';
    const keys = Object.keys(object);
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index] ?? '';
      const item: unknown = Reflect.get(object, key);
      if (item !== undefined)
        out += (out === '' ? `{${open}` : between) + keyJson(key, ensureAscii) + keySeparator + write(item, level + 1);
    }
    return out === '' ? '{}' : `${out + close}}`;
  };
  const object = (item: object, level: number): string | undefined => {
    if (Array.isArray(item)) return items(item, level);
    if (item instanceof PyDict) {
      const { source } = item;
      const isRaw = source !== undefined && !options.sortKeys && !(source.object instanceof Map);
      return isRaw ? rawMembers(source.object, level) : members(item, level);
    }
    if (item instanceof PyTuple) return items(item.items, level);
    const prototype: unknown = Object.getPrototypeOf(item);
    if (item instanceof Map) return members(asDict(item), level);
    return prototype === Object.prototype || prototype === null ? rawMembers(item, level) : undefined;
  };
  const asDict = (item: object): PyDict => {
    const dict = inputValue(item);
    return dict instanceof PyDict ? dict : new PyDict();
  };
  const nested = (item: object, level: number): string => {
    renderBudget.enter();
    const text = object(item, level);
    renderBudget.leave();
    if (text === undefined) fail('TypeError', `Object of type ${typeName(inputValue(item))} is not JSON serializable`);
    renderBudget.allow(text.length);
    return text;
  };
  const write = (item: unknown, level: number): string => {
    renderBudget.spend(1);
    if (typeof item === 'string') return textJson(item, ensureAscii);
    if (item === null || item === undefined) return 'null';
    if (typeof item === 'boolean') return item ? 'true' : 'false';
    if (typeof item === 'number' && Number.isSafeInteger(item)) return String(item === 0 ? 0 : item);
    if (typeof item === 'bigint') return intText(item);
    if (item instanceof Traced || item instanceof Markup) return textJson(item.text, ensureAscii);
    if (item instanceof PyFloat) return floatJson(item.value);
    if (typeof item === 'number') return write(inputValue(item), level);
    return typeof item === 'object' ? nested(item, level) : write(inputValue(item), level);
  };
  return write(value, 0);
}
