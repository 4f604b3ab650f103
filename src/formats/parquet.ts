import { failed, ok, type Result } from '../lib/result.ts';
import type { ByteSource } from './byte-source.ts';
import { columnPages } from './parquet-column.ts';
import { type ParquetFooter, readParquetFooter } from './parquet-footer.ts';
import type { LeafPage } from './parquet-page.ts';
import { addPage, emptyEntries, type LeafEntries, nextRow, wholeRows } from './parquet-records.ts';
import { type ParquetLeaf, type ParquetSchema, parquetSchema } from './parquet-schema.ts';
import type { TableItem } from './table-item.ts';

/** Bytes fetched ahead over all columns; a column's share is at least a few pages of a narrow column. */
const FETCHED_BYTES = 32 * 1024 * 1024;
const MIN_STEP = 16 * 1024;
const MAX_STEP = 1024 * 1024;
/** Entries of one row in one column: a row of that many token ids is no training row. */
const MAX_ROW_ENTRIES = 16 * 1024 * 1024;

/**
 * Streams the rows of a Parquet file of any compression and encoding that pyarrow writes. Memory holds a page per column, never
 * a row group. Damage costs the rest of its row group, and reading goes on with the next one. Values are as `cellReader` says;
 * lists are arrays, structs and maps objects.
 */
export async function* readParquetRows(source: ByteSource): AsyncGenerator<TableItem> {
  const opened = await openParquet(source);
  if (!opened.ok) {
    yield { state: 'damaged', row: 0, lost: 0, reason: opened.problem.reason };
    return;
  }
  const { footer, schema } = opened.value;
  let row = 0;
  for (const [index, group] of footer.row_groups.entries()) {
    yield* groupRows({ source, schema, group, index, firstRow: row });
    row += group.num_rows;
  }
  if (row !== footer.num_rows) {
    const reason = `the footer counts ${footer.num_rows} rows, its row groups ${row}`;
    yield { state: 'damaged', row, lost: 0, reason };
  }
}

async function openParquet(source: ByteSource): Promise<Result<{ footer: ParquetFooter; schema: ParquetSchema }>> {
  const footer = await readParquetFooter(source);
  if (!footer.ok) return footer;
  const schema = parquetSchema(footer.value.schema);
  if (!schema.ok) return schema;
  if (schema.value.leaves.length === 0) return failed('the file has no columns');
  return ok({ footer: footer.value, schema: schema.value });
}

interface GroupToRead {
  readonly source: ByteSource;
  readonly schema: ParquetSchema;
  readonly group: ParquetFooter['row_groups'][number];
  readonly index: number;
  readonly firstRow: number;
}

/** One column on its way through a row group. */
interface Cursor {
  readonly leaf: ParquetLeaf;
  readonly pages: AsyncGenerator<Result<LeafPage>>;
  readonly entries: LeafEntries;
  /** Whole rows that are read and not yet used. */
  ready: number;
}

async function* groupRows(reading: GroupToRead): AsyncGenerator<TableItem> {
  const { schema, group, firstRow } = reading;
  const cursors = openColumns(reading);
  const leaves = cursors.map(({ entries }) => entries);
  let done = 0;
  const lost = (reason: string): TableItem => ({
    state: 'damaged',
    row: firstRow + done,
    lost: group.num_rows - done,
    reason: `row group ${reading.index}: ${reason}`,
  });
  if (group.columns.length !== schema.leaves.length) {
    yield lost(`it has ${group.columns.length} columns where the schema has ${schema.leaves.length}`);
    return;
  }
  while (done < group.num_rows) {
    const filled = await fill(cursors, { done, rows: group.num_rows });
    if (!filled.ok) {
      yield lost(filled.problem.reason);
      return;
    }
    for (let left = filled.value; left > 0; left--) {
      const row = nextRow(schema, leaves);
      if (!row.ok && row.problem.torn) {
        yield lost(row.problem.reason);
        return;
      }
      if (row.ok) yield { state: 'row', row: firstRow + done, value: row.value };
      else yield { state: 'damaged', row: firstRow + done, lost: 1, reason: row.problem.reason };
      done++;
    }
  }
}

function openColumns({ source, schema, group }: GroupToRead): readonly Cursor[] {
  const step = Math.min(MAX_STEP, Math.max(MIN_STEP, Math.floor(FETCHED_BYTES / schema.leaves.length)));
  return schema.leaves.flatMap((leaf, index) => {
    const column = group.columns[index];
    if (!column) return [];
    return [{ leaf, pages: columnPages({ source, column, step }, leaf), entries: emptyEntries(), ready: 0 }];
  });
}

/** Reads pages until every column has a whole row; how many rows all of them have. */
async function fill(cursors: readonly Cursor[], at: { done: number; rows: number }): Promise<Result<number>> {
  let rows = at.rows - at.done;
  for (const cursor of cursors) {
    if (cursor.ready === 0) {
      const read = await readOn(cursor);
      const name = cursor.leaf.path.map((element) => element.name).join('.');
      if (!read.ok) return failed(`column ${name}: ${read.problem.reason}`);
      if (cursor.ready === 0) return failed(`column ${name}: it ends after ${at.done} of ${at.rows} rows`);
    }
    rows = Math.min(rows, cursor.ready);
  }
  for (const cursor of cursors) cursor.ready -= rows;
  return ok(rows);
}

async function readOn(cursor: Cursor): Promise<Result<undefined>> {
  while (cursor.ready === 0) {
    const next = await cursor.pages.next();
    if (next.done) {
      cursor.ready = wholeRows(cursor.entries, true);
      return ok(undefined);
    }
    if (!next.value.ok) return next.value;
    addPage(cursor.entries, next.value.value);
    if (cursor.entries.count > MAX_ROW_ENTRIES) return failed(`a row has more than ${MAX_ROW_ENTRIES} entries`);
    cursor.ready = wholeRows(cursor.entries, false);
  }
  return ok(undefined);
}
