import { isRecord } from '../../formats/is-record.ts';
import type { Row, RowValue } from '../../formats/row-value.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { pythonTypeName } from './python-type-name.ts';

/**
 * How the rows became a data set, which decides what a missing key turns into:
 * - `list`: `Dataset.from_list`; columns are the keys of the first row, and every dict gets every key of its siblings, with None
 * - `json`: `load_dataset("json")` of datasets 4.7 and later; columns are all keys, and dicts stay as they are
 * - `table`: the rows come from a typed file (Parquet, Arrow) and are complete already
 */
export type RowOrigin = 'list' | 'json' | 'table';

export interface TableShape {
  /** Learns one row. Returns the failure with which the data set cannot be built, once. */
  add(row: Row): TrainerFailure | undefined;
  /** Names of the columns. */
  columns(): readonly string[];
  /** The row as the trainer reads it from the data set. Only after every row was added. */
  fit(row: Row): Row;
}

// Arrow itself nests deeper, but no data set does; the recursion must end.
const MAX_DEPTH = 64;

interface Dict {
  readonly kind: 'dict';
  readonly keys: string[];
  readonly fields: Map<string, Shape>;
}
interface List {
  readonly kind: 'list';
  item: Shape;
}
interface Scalar {
  readonly kind: 'null' | 'string' | 'number' | 'bool' | 'bytes';
}
type Shape = Dict | List | Scalar;

const NULL: Shape = { kind: 'null' };
const SCALARS = {
  str: { kind: 'string' },
  number: { kind: 'number' },
  bool: { kind: 'bool' },
  bytes: { kind: 'bytes' },
} as const satisfies Record<string, Scalar>;

class Mixed {
  readonly path: string;
  readonly types: readonly [string, string];
  readonly isTop: boolean;
  constructor(path: string, types: readonly [string, string], isTop: boolean) {
    this.path = path;
    this.types = types;
    this.isTop = isTop;
  }
}

interface Walk {
  /** Set once a dict lacked a key of its siblings or had them in another order. */
  isUneven: boolean;
}

function mergeDict(shape: Dict, value: { readonly [key: string]: RowValue }, step: (at: Shape, key: string) => Shape) {
  const keys = Object.keys(value);
  let isSame = keys.length === shape.keys.length;
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] ?? '';
    const known = shape.fields.get(key);
    if (shape.keys[index] !== key) isSame = false;
    if (known === undefined) shape.keys.push(key);
    const merged = step(known ?? NULL, key);
    if (merged !== known) shape.fields.set(key, merged);
  }
  return isSame;
}

function merge(shape: Shape, value: RowValue | undefined, at: { path: string; depth: number; walk: Walk }): Shape {
  if (value === null || value === undefined) return shape;
  if (at.depth > MAX_DEPTH) throw new Mixed(at.path, ['dict', 'deeper than can be read'], false);
  const clash = (): Mixed => new Mixed(at.path, [shape.kind, pythonTypeName(value)], at.depth === 0);
  const below = { ...at, depth: at.depth + 1 };
  if (Array.isArray(value)) {
    if (shape.kind !== 'null' && shape.kind !== 'list') throw clash();
    const list: List = shape.kind === 'list' ? shape : { kind: 'list', item: NULL };
    for (const item of value) list.item = merge(list.item, item, below);
    return list;
  }
  if (isRecord(value)) {
    if (shape.kind !== 'null' && shape.kind !== 'dict') throw clash();
    const isFirst = shape.kind !== 'dict';
    const dict: Dict = shape.kind === 'dict' ? shape : { kind: 'dict', keys: [], fields: new Map() };
    const isSame = mergeDict(dict, value, (known, key) =>
      merge(known, value[key], { ...below, path: `${at.path}.${key}` }),
    );
    if (!isFirst && !isSame) at.walk.isUneven = true;
    return dict;
  }
  const scalar = scalarShape(value);
  if (shape.kind === 'null') return scalar;
  if (shape.kind !== scalar.kind) throw clash();
  return shape;
}

function scalarShape(value: RowValue): Scalar {
  if (typeof value === 'string') return SCALARS.str;
  if (typeof value === 'number') return SCALARS.number;
  return typeof value === 'boolean' ? SCALARS.bool : SCALARS.bytes;
}

function fitted(value: RowValue | undefined, shape: Shape): RowValue {
  if (value === null || value === undefined) return null;
  if (shape.kind === 'list' && Array.isArray(value)) return value.map((item) => fitted(item, shape.item));
  if (shape.kind !== 'dict' || !isRecord(value)) return value;
  const result: Record<string, RowValue> = Object.create(null);
  for (const [key, field] of shape.fields) result[key] = fitted(value[key], field);
  return result;
}

// Text first and then another scalar is "Expected bytes", an ArrowTypeError; a list or dict for text is one only in the column itself.
function mixedFailure({ path, types, isTop }: Mixed): TrainerFailure {
  const isNested = types[1] === 'list' || types[1] === 'dict';
  return {
    type: types[0] === 'string' && (isTop || !isNested) ? 'ArrowTypeError' : 'ArrowInvalid',
    message: `The column ${path} holds ${types[0]} in some rows and ${types[1]} in others, so Dataset.from_list cannot build the data set and training does not start. Give every row one type there, or load the file with load_dataset("json").`,
  };
}

/**
 * What Arrow makes of rows before the trainer sees them: columns of the first row (or all, from JSON files) and one set of keys for all
 * dicts at the same place, missing ones None. A template that asks `'tool_calls' in message` sees that (datasets 5.0, pyarrow 25).
 */
export function createTableShape(origin: RowOrigin): TableShape {
  const walk: Walk = { isUneven: false };
  const columns = new Map<string, Shape>();
  let count = 0;

  const add = (row: Row): TrainerFailure | undefined => {
    const keys = Object.keys(row);
    const isFirst = count++ === 0;
    let known = 0;
    for (const key of keys) {
      const shape = columns.get(key);
      if (shape !== undefined) known++;
      if (shape === undefined && !isFirst) walk.isUneven = true;
      if (shape === undefined && !isFirst && origin === 'list') continue;
      try {
        const merged = origin === 'list' ? merge(shape ?? NULL, row[key], { path: key, depth: 0, walk }) : NULL;
        if (merged !== shape) columns.set(key, merged);
      } catch (error) {
        if (error instanceof Mixed) return { ...mixedFailure(error), row: count - 1 };
        throw error;
      }
    }
    if (known < columns.size && !isFirst) walk.isUneven = true;
    return undefined;
  };

  const fit = (row: Row): Row => {
    if (!walk.isUneven) return row;
    const result: Record<string, RowValue> = Object.create(null);
    for (const [key, shape] of columns) result[key] = origin === 'list' ? fitted(row[key], shape) : (row[key] ?? null);
    return result;
  };
  return { add, columns: () => [...columns.keys()], fit };
}
