import type { Row } from './row-value.ts';

/** A row of a table, or rows that could not be read. Readers of every format yield these and never throw. */
export type TableItem = TableRow | TableDamage;

export interface TableRow {
  readonly state: 'row';
  /** From 0, rows that could not be read counted. */
  readonly row: number;
  /** From 1, for text formats: where the row begins. */
  readonly line?: number;
  readonly value: Row;
}

export interface TableDamage {
  readonly state: 'damaged';
  /** The first row concerned, from 0. */
  readonly row: number;
  /** How many rows are lost; 0 for damage that costs none or an unknown number. */
  readonly lost: number;
  readonly line?: number;
  readonly reason: string;
}
