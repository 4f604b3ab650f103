import type { JsonValue } from '../../formats/json-value.ts';

export type JsonType = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';
/** JSON types by key path; elements of all arrays share a path (`items[].price`). The value itself has the empty path. */
export type ValueShape = ReadonlyMap<string, ReadonlySet<JsonType>>;

/** Answers have tens of keys; maps from names to values have thousands, and are no contract. */
const MOST_PATHS = 500;
const MOST_ELEMENTS = 1_000;
const DEEPEST = 16;
/** Integers beyond 2^53 are read as strings of their digits, so such a string may have been either. */
const BIG_INTEGER = /^-?\d{16,}$/;
/** The pattern overflows the stack on millions of digits; no integer is that long. */
const LONGEST_INTEGER = 1_000;

/** Which keys a value has and of which types, at most 500 paths. */
export function valueShape(value: JsonValue): ValueShape {
  const shape = new Map<string, Set<JsonType>>();
  describe(value, '', { shape, depth: 0 });
  return shape;
}

function describe(
  value: JsonValue,
  path: string,
  { shape, depth }: { shape: Map<string, Set<JsonType>>; depth: number },
): void {
  const types = shape.get(path) ?? new Set();
  if (types.size === 0 && shape.size >= MOST_PATHS) return;
  shape.set(path, types);
  if (typeof value !== 'string' || value.length > LONGEST_INTEGER || !BIG_INTEGER.test(value)) types.add(typeOf(value));
  if (value === null || typeof value !== 'object' || depth === DEEPEST) return;
  const into = { shape, depth: depth + 1 };
  if (Array.isArray(value)) for (const element of value.slice(0, MOST_ELEMENTS)) describe(element, `${path}[]`, into);
  else
    for (const [key, inner] of Object.entries(value).slice(0, MOST_PATHS))
      describe(inner, path === '' ? key : `${path}.${key}`, into);
}

function typeOf(value: JsonValue): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  return type === 'object' ? 'object' : type === 'number' ? 'number' : type === 'boolean' ? 'boolean' : 'string';
}
