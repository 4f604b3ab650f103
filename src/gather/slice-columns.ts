import { isRecord } from '../formats/is-record.ts';
import type { Row, RowValue } from '../formats/row-value.ts';

type Value = string | number | boolean;

/** A value to group rows by is a word or a name. */
const MAX_VALUE = 200;
/** Columns of the data that are looked at without being asked for; most that tell rows apart come early. */
const MOST_FOUND = 24;
const METADATA = 'metadata.';
/** What a row is made of, and what it is called: nothing to group by. The class is a slice of its own. */
const CONTENT =
  /^(id|_id|idx|index|split|messages|conversations?|prompt|completion|text|system|instruction|input|question|query|context|output|response|answer|label|gold|target|class|chosen|rejected|images?|videos?|audios?|input_ids|labels|attention_mask|tools)$/;

/**
 * The value of a column that the user named: a key as it is written, a path of keys (`metadata.language`), or a key inside `metadata`. Null
 * for what is neither text, number nor flag. Texts may be parts of the line they were read from: see `detachedColumns`.
 */
export function columnValue(row: Row, column: string): Value | null {
  const inner = row.metadata;
  return (
    scalarOf(row[column]) ?? scalarOf(atPath(row, column)) ?? (isRecord(inner) ? scalarOf(atPath(inner, column)) : null)
  );
}

function atPath(row: { readonly [key: string]: RowValue }, column: string): RowValue | undefined {
  let value: RowValue | undefined = row;
  for (const key of column.split('.')) value = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value;
}

function scalarOf(value: RowValue | undefined): Value | null {
  if (typeof value === 'string') return value.slice(0, MAX_VALUE);
  return typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/**
 * Finds columns to group by in rows of data: texts, numbers and flags at the top or one level down, under their paths without `metadata.`.
 * Columns that are `known` otherwise are left out.
 */
export function columnFinder(known: readonly string[]): (row: Row) => Readonly<Record<string, Value>> {
  const found = new Set<string>();
  const left = new Set(known.map(bareName));
  const isColumn = (name: string): boolean => {
    if (found.has(name)) return true;
    if (left.has(name) || found.size >= MOST_FOUND) return false;
    found.add(name);
    return true;
  };
  return (row) => {
    const values: Record<string, Value> = Object.create(null);
    for (const [path, cell] of cellsOf(row)) {
      const value = scalarOf(cell);
      const name = bareName(path);
      if (value !== null && !Object.hasOwn(values, name) && isColumn(name)) values[name] = value;
    }
    return values;
  };
}

function bareName(path: string): string {
  return path.startsWith(METADATA) ? path.slice(METADATA.length) : path;
}

function* cellsOf(row: Row): Generator<readonly [string, RowValue]> {
  for (const [key, value] of Object.entries(row)) {
    if (CONTENT.test(key)) continue;
    if (!isRecord(value)) yield [key, value];
    else for (const [inner, cell] of Object.entries(value)) yield [`${key}.${inner}`, cell];
  }
}
