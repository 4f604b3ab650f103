import type { Change } from './converted-row.ts';

/** What a conversion did to a whole data set. */
export interface ConversionSummary {
  readonly rowsRead: number;
  readonly rowsWritten: number;
  /** Changes of one kind and detail, added up; most first. */
  readonly changes: readonly Change[];
  readonly refusedRows: number;
  /** The first refused rows, with their numbers from 0. */
  readonly refusals: readonly { readonly row: number; readonly reason: string }[];
  /** Rows that could not be read at all, and why. */
  readonly damage: readonly string[];
}

const SHOWN_REFUSALS = 10;
/** A class-only conversion of free text would have as many details as rows. */
const MOST_DETAILS = 200;

/** Collects a summary row by row. */
export function conversionTally() {
  const changes = new Map<string, Change>();
  const refusals: { row: number; reason: string }[] = [];
  let [rowsRead, rowsWritten, refusedRows] = [0, 0, 0];
  return {
    converted: (rows: number, made: readonly Change[]): void => {
      rowsRead += 1;
      rowsWritten += rows;
      for (const change of made) {
        const detail = changes.size < MOST_DETAILS ? change.detail : 'other';
        const key = `${change.kind} ${detail}`;
        const count = (changes.get(key)?.count ?? 0) + change.count;
        changes.set(key, { kind: change.kind, detail, count });
      }
    },
    refused: (row: number, reason: string): void => {
      rowsRead += 1;
      refusedRows += 1;
      if (refusals.length < SHOWN_REFUSALS) refusals.push({ row, reason });
    },
    summary: (damage: readonly string[]): ConversionSummary => ({
      rowsRead,
      rowsWritten,
      changes: [...changes.values()].sort((a, b) => b.count - a.count),
      refusedRows,
      refusals,
      damage,
    }),
  };
}
