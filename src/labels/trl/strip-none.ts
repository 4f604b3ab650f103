import { isRecord } from '../../formats/is-record.ts';
import type { Row, RowValue } from '../../formats/row-value.ts';

function stripped(value: RowValue): RowValue {
  if (Array.isArray(value)) return value.map(stripped);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(kept.map(([key, item]) => [key, stripped(item)]));
}

/** Takes keys that hold None out of dicts inside the columns, as TRL before 1.0.0 did when it read a row. */
export function stripNone(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, stripped(value)]));
}
