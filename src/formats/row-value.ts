/**
 * What a cell of a data set can hold: JSON, plus raw bytes, which Parquet and Arrow files carry for embedded images. Numbers that a
 * double cannot hold are strings of their digits. `undefined` never occurs: a missing cell is `null`, a missing column is no key.
 */
export type RowValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly RowValue[]
  | { readonly [key: string]: RowValue };

/** One row of a data set by column name. */
export type Row = { readonly [column: string]: RowValue };
