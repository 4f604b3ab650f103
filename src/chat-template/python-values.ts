// The value classes of the engine refer to each other (a dict holds any value), so they share one file.
import { type PythonErrorType, TemplateError } from './template-error.ts';

/** A Python float. Plain numbers are ints, because Python tells 1.0 from 1. */
export class PyFloat {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** jinja2's Undefined: prints as nothing, raises `exception` when used. */
export class Undefined {
  readonly message: string;
  readonly exception: PythonErrorType;
  constructor(message: string, exception: PythonErrorType = 'UndefinedError') {
    this.message = message;
    this.exception = exception;
  }
}

/** A string that claims to be HTML (`safe`, `escape`); adding to it escapes the other side. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export class PyTuple {
  readonly items: readonly Value[];
  /** Of a named tuple, as `groupby` gives. */
  readonly fields: readonly string[];
  constructor(items: readonly Value[], fields: readonly string[] = []) {
    this.items = items;
    this.fields = fields;
  }
}

export class PyRange {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
  readonly length: number;
  constructor(start: number, stop: number, step: number) {
    this.start = start;
    this.stop = stop;
    this.step = step;
    this.length = Math.max(0, Math.ceil((stop - start) / step));
  }
  at(index: number): number {
    return this.start + index * this.step;
  }
}

/** A generator, or what reversed() and iter() give: can be walked once. */
export class PyIterator {
  readonly typeName: string;
  readonly iterator: Iterator<Value>;
  constructor(iterator: Iterator<Value>, typeName = 'generator') {
    this.iterator = iterator;
    this.typeName = typeName;
  }
}

export type DictPart = 'keys' | 'values' | 'items';

export class DictView {
  readonly dict: PyDict;
  readonly part: DictPart;
  constructor(dict: PyDict, part: DictPart) {
    this.dict = dict;
    this.part = part;
  }
  items(): Value[] {
    switch (this.part) {
      case 'keys':
        return this.dict.keys();
      case 'values':
        return [...this.dict.map.values()];
      case 'items':
        return this.dict.entries().map((pair) => new PyTuple(pair));
    }
  }
}

export class Namespace {
  readonly attributes = new PyDict();
}

export type Keywords = ReadonlyMap<string, Value>;
export type Call = (args: readonly Value[], keywords: Keywords | undefined) => Value;

/** Anything callable. `typeName` and `label` are what type() and repr() would say. */
export class PyFunction {
  readonly name: string;
  readonly call: Call;
  readonly typeName: string;
  readonly attributes: ReadonlyMap<string, Value> | undefined;
  constructor(
    name: string,
    call: Call,
    about: { readonly typeName?: string; readonly attributes?: ReadonlyMap<string, Value> } = {},
  ) {
    this.name = name;
    this.call = call;
    this.typeName = about.typeName ?? 'function';
    this.attributes = about.attributes;
  }
}

/** An object of jinja2's own with attributes that are computed when read: `loop`, cycler(), joiner(). */
export interface LiveObject {
  readonly typeName: string;
  attribute(name: string): Value | undefined;
  readonly call?: Call;
  length?(): number;
  describe(): string;
}

export class PyObject {
  readonly live: LiveObject;
  constructor(live: LiveObject) {
    this.live = live;
  }
}

/** Where a piece of text comes from; see Segment in chat-template.ts. */
export type Origin =
  | { readonly kind: 'literal'; readonly line: number; readonly column: number }
  | { readonly kind: 'message'; readonly index: number; readonly field: string; readonly derived?: boolean }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'tools' }
  | { readonly kind: 'documents' }
  | { readonly kind: 'generation-prompt' }
  | { readonly kind: 'derived' };

export interface Piece {
  readonly text: string;
  readonly origin: Origin;
  /** The generation block it was written in, 0 outside of any. */
  readonly block: number;
}

/** A string that knows where its pieces come from. Only in the second render that computes segments. */
export class Traced {
  readonly text: string;
  readonly pieces: readonly Piece[];
  constructor(text: string, pieces: readonly Piece[]) {
    this.text = text;
    this.pieces = pieces;
  }
}

export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | PyFloat
  | Undefined
  | Markup
  | PyTuple
  | PyRange
  | PyIterator
  | PyDict
  | DictView
  | Namespace
  | PyFunction
  | PyObject
  | Traced
  | readonly Value[];

/** What a value is under as a key: equal Python values give the same JavaScript value. Throws for lists and dicts. */
export function keyOf(value: Value): unknown {
  if (typeof value === 'string') return value.startsWith('\0') ? `\0s${value}` : value;
  if (typeof value === 'number' || typeof value === 'bigint' || value === null) return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Traced || value instanceof Markup) return keyOf(value.text);
  if (value instanceof PyFloat) {
    if (Number.isSafeInteger(value.value)) return value.value;
    return Number.isInteger(value.value) ? BigInt(value.value) : `\0f${value.value}`;
  }
  if (value instanceof PyTuple) {
    const parts = value.items.map((item) => {
      const key = keyOf(item);
      return `${typeof key}${String(key).length}:${String(key)}`;
    });
    return `\0t${parts.join(',')}`;
  }
  if (value instanceof Undefined) return '\0u';
  if (Array.isArray(value)) throw new TemplateError('TypeError', "unhashable type: 'list'");
  if (value instanceof PyDict) throw new TemplateError('TypeError', "unhashable type: 'dict'");
  return value;
}

/** An object of the input and the members it has once converted; most are only ever written as JSON. */
export interface RawObject {
  readonly object: object;
  members(): Map<unknown, Value>;
}

/** Insertion order, keys compared as Python does. */
export class PyDict {
  /** The object of the input that this stands for, until something reads its members one by one. */
  readonly source: RawObject | undefined;
  private made: Map<unknown, Value> | undefined;
  // The first of equal keys is the one Python keeps; strings and ints are their own map key.
  private originals: Map<unknown, Value> | undefined;

  constructor(source?: RawObject) {
    this.source = source;
    if (source === undefined) this.made = new Map();
  }

  get map(): Map<unknown, Value> {
    this.made ??= this.source?.members() ?? new Map<unknown, Value>();
    return this.made;
  }
  get size(): number {
    return this.map.size;
  }
  get(key: Value): Value | undefined {
    return this.map.get(keyOf(key));
  }
  set(key: Value, value: Value): void {
    const mapKey = keyOf(key);
    if (mapKey !== key && !this.map.has(mapKey)) {
      this.originals ??= new Map();
      this.originals.set(mapKey, key);
    }
    this.map.set(mapKey, value);
  }
  setText(key: string, value: Value): void {
    if (key.startsWith('\0')) this.set(key, value);
    else this.map.set(key, value);
  }
  keys(): Value[] {
    const keys: Value[] = [];
    for (const mapKey of this.map.keys()) {
      const original = this.originals?.get(mapKey);
      if (original !== undefined) keys.push(original);
      else if (typeof mapKey === 'string' || typeof mapKey === 'number' || typeof mapKey === 'bigint')
        keys.push(mapKey);
      else keys.push(null);
    }
    return keys;
  }
  entries(): [Value, Value][] {
    const values = [...this.map.values()];
    return this.keys().map((key, index) => [key, values[index] ?? null]);
  }
}
