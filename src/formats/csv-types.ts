import type { RowValue } from './row-value.ts';
import { safeInteger } from './safe-integer.ts';

/** What the cells of a column are read as. `empty`: no cell had anything in it. */
export type CsvType = 'integer' | 'float' | 'boolean' | 'text' | 'empty';

/** pandas' default `na_values` (pandas._libs.parsers.STR_NA_VALUES of 3.0): an answer "None" or "NA" is nothing there, too. */
const MISSING: ReadonlySet<string> = new Set([
  '',
  '#N/A',
  '#N/A N/A',
  '#NA',
  '-1.#IND',
  '-1.#QNAN',
  '-NaN',
  '-nan',
  '1.#IND',
  '1.#QNAN',
  '<NA>',
  'N/A',
  'NA',
  'NULL',
  'NaN',
  'None',
  'n/a',
  'nan',
  'null',
]);
const INTEGER = /^\s*[+-]?\d{1,20}\s*$/;
const FLOAT = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;
const INFINITE = /^[+-]?inf(?:inity)?$/i;
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['True', 'TRUE', 'true'].map((text) => [text, true] as const),
  ...['False', 'FALSE', 'false'].map((text) => [text, false] as const),
]);

/** The narrowest type that takes every cell, as `pandas.read_csv` chooses it. */
export function csvType(cells: Iterable<string | undefined>): CsvType {
  let type: CsvType = 'empty';
  for (const cell of cells) {
    if (cell === undefined || MISSING.has(cell)) continue;
    type = widened(type, cell);
    if (type === 'text') return type;
  }
  return type;
}

function widened(type: CsvType, cell: string): CsvType {
  if (type === 'empty' || type === 'boolean') {
    if (BOOLEANS.has(cell)) return 'boolean';
    if (type === 'boolean') return 'text';
  }
  if (type !== 'float' && INTEGER.test(cell)) return 'integer';
  return FLOAT.test(cell) || INFINITE.test(cell) ? 'float' : 'text';
}

/** The cell as its column's type; undefined where it is not of that type. */
export function csvCell(cell: string | undefined, type: CsvType): RowValue | undefined {
  if (cell === undefined || MISSING.has(cell)) return null;
  switch (type) {
    case 'text':
    case 'empty':
      return cell;
    case 'boolean':
      return BOOLEANS.get(cell);
    case 'integer':
      return INTEGER.test(cell) ? safeInteger(BigInt(cell.trim().replace('+', ''))) : undefined;
    case 'float':
      if (INFINITE.test(cell)) return cell.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
      return FLOAT.test(cell) ? Number(cell) : undefined;
  }
}
