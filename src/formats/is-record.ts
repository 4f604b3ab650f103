import type { RowValue } from './row-value.ts';

/** Whether a cell is what Python reads as a dict. */
export function isRecord(value: RowValue | undefined): value is { readonly [key: string]: RowValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}
