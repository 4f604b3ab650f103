import type { RowValue } from './row-value.ts';

/** Pairs of key and value as one cell: an object where keys are text, as JSON would have it; else the pairs, as pyarrow gives them. */
export function mapValue(pairs: readonly RowValue[], hasTextKeys: boolean): RowValue {
  if (!hasTextKeys) return pairs;
  const value: { [key: string]: RowValue } = Object.create(null);
  for (const pair of pairs) {
    const [key, item] = Array.isArray(pair) ? pair : [];
    value[String(key)] = item ?? null;
  }
  return value;
}
