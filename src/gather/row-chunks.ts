import type { Row } from '../formats/row-value.ts';
import { createDamageList } from './damage-list.ts';
import type { DataFiles } from './data-files.ts';
import type { LocatedFile } from './folder.ts';
import { readDataRows } from './read-data-rows.ts';

/** Rows to be labelled together: whole lines of JSON, not yet parsed, or rows that another format gave; a row that is lost is undefined. */
export type RowChunk =
  | { readonly kind: 'lines'; readonly bytes: Uint8Array }
  | { readonly kind: 'rows'; readonly rows: readonly (Row | undefined)[] };

/** Large enough that handing it to another thread costs nothing, small enough that several are in memory. */
const CHUNK_BYTES = 256 * 1024;
const CHUNK_ROWS = 500;
/**
 * A row with a long document is some MiB (src/formats/jsonl.ts); what has no line end within this is given on as it is, and refused there.
 */
const LONGEST_LINE = 64 * 1024 * 1024;
const LINE_END = 0x0a;

/** A data set in chunks. JSON Lines are only cut at line ends here, so that parsing them can happen on several threads. */
export async function* rowChunks(data: DataFiles): AsyncGenerator<RowChunk> {
  if (data.format === 'jsonl') {
    for (const file of data.files) yield* lineChunks(file);
    return;
  }
  let rows: (Row | undefined)[] = [];
  for await (const { value, lost } of readDataRows(data, ({ shown }) => createDamageList(shown))) {
    for (let at = 0; at < Math.min(lost ?? 1, CHUNK_ROWS); at += 1) rows.push(value);
    if (rows.length < CHUNK_ROWS) continue;
    yield { kind: 'rows', rows };
    rows = [];
  }
  if (rows.length > 0) yield { kind: 'rows', rows };
}

async function* lineChunks(file: LocatedFile): AsyncGenerator<RowChunk> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const bytes of file.files.stream(file.path)) {
    const end = bytes.lastIndexOf(LINE_END) + 1;
    if (size + end < CHUNK_BYTES || (end === 0 && size < LONGEST_LINE)) {
      held.push(bytes);
      size += bytes.length;
      continue;
    }
    yield { kind: 'lines', bytes: joined([...held, bytes.subarray(0, end)]) };
    held = [bytes.slice(end)];
    size = bytes.length - end;
  }
  if (size > 0) yield { kind: 'lines', bytes: joined(held) };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The first rows of a data set, for the decisions that a trainer takes once. Rows that cannot be read are left out. */
export async function firstRows(data: DataFiles, count: number): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const { value } of readDataRows(data, ({ shown }) => createDamageList(shown))) {
    if (value !== undefined) rows.push(value);
    if (rows.length >= count) break;
  }
  return rows;
}

/** The rows at these places, from 0, as far as they can be read. */
export async function rowsAt(data: DataFiles, wanted: ReadonlySet<number>): Promise<ReadonlyMap<number, Row>> {
  const rows = new Map<number, Row>();
  const last = Math.max(-1, ...wanted);
  for await (const { index, value } of readDataRows(data, ({ shown }) => createDamageList(shown))) {
    if (index > last) break;
    if (value !== undefined && wanted.has(index)) rows.set(index, value);
  }
  return rows;
}
