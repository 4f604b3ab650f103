import { type CsvRecord, csvRecords } from './csv-records.ts';
import { type CsvType, csvCell, csvType } from './csv-types.ts';
import type { RowValue } from './row-value.ts';
import type { TableItem } from './table-item.ts';

/** `datasets` hands pandas 10,000 rows at a time (`CsvConfig.chunksize`), and the first ones decide the columns' types. */
const TYPED_ROWS = 10_000;
/** Text of the rows that are held to find the types, in UTF-16 units. */
const TYPED_UNITS = 32 * 1024 * 1024;

/** Characters of a cell that a message shows. */
const MOST_SHOWN = 80;

type Cells = Extract<CsvRecord, { state: 'ok' }>;

interface Columns {
  readonly names: readonly string[];
  readonly types: readonly CsvType[];
}

/**
 * Streams the rows of a CSV file as `datasets.load_dataset('csv')` gives them: the first line names the columns; numbers and
 * booleans are read where the whole column holds them, judged by the first 10,000 rows; empty cells and pandas' words for
 * nothing (`NA`, `None`, `null`…) are null. Rows with too few cells are filled with null, rows with too many are damage.
 */
export async function* readCsvRows(
  chunks: AsyncIterable<Uint8Array>,
  separator: ',' | '\t',
): AsyncGenerator<TableItem> {
  let names: readonly string[] | undefined;
  let columns: Columns | undefined;
  let held: CsvRecord[] = [];
  let units = 0;
  let row = 0;
  for await (const record of csvRecords(chunks, separator)) {
    if (!names) {
      names = record.state === 'ok' ? columnNames(record.cells) : [];
      yield* headerDamage(record, separator);
      if (record.state === 'damaged') return;
    } else if (columns) yield tableItem(record, columns, row++);
    else {
      held.push(record);
      if (record.state === 'ok') for (const cell of record.cells) units += cell.length;
      if (held.length < TYPED_ROWS && units < TYPED_UNITS) continue;
      columns = typedColumns(names, held);
      for (const waiting of held) yield tableItem(waiting, columns, row++);
      held = [];
    }
  }
  if (!names) return;
  columns ??= typedColumns(names, held);
  for (const waiting of held) yield tableItem(waiting, columns, row++);
}

/** As pandas names them: the second `a` is `a.1`, a column without a name `Unnamed: 3`. */
function columnNames(header: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return header.map((given, index) => {
    const name = given === '' ? `Unnamed: ${index}` : given;
    let unique = name;
    for (let count = 1; taken.has(unique); count++) unique = `${name}.${count}`;
    taken.add(unique);
    return unique;
  });
}

function* headerDamage(record: CsvRecord, separator: string): Generator<TableItem> {
  if (record.state === 'damaged') {
    yield { state: 'damaged', row: 0, lost: 0, line: record.line, reason: record.reason };
    return;
  }
  const [only, ...more] = record.cells;
  const other = [';', '\t', ',', '|'].find((mark) => mark !== separator && only?.includes(mark));
  if (more.length > 0 || other === undefined) return;
  const [found, wanted] = [JSON.stringify(other), JSON.stringify(separator)];
  const reason = `the header is one column, ${quoted(only)}; is the file separated by ${found}? Write it with ${wanted}`;
  yield { state: 'damaged', row: 0, lost: 0, line: record.line, reason };
}

function typedColumns(names: readonly string[], held: readonly CsvRecord[]): Columns {
  const rows = held.flatMap((record) =>
    record.state === 'ok' && record.cells.length <= names.length ? [record.cells] : [],
  );
  return { names, types: names.map((_, index) => csvType(rows.map((cells) => cells[index]))) };
}

function tableItem(record: CsvRecord, columns: Columns, row: number): TableItem {
  if (record.state === 'damaged') return { state: 'damaged', row, lost: 1, line: record.line, reason: record.reason };
  return rowItem(record, columns, row);
}

function rowItem({ cells, line }: Cells, { names, types }: Columns, row: number): TableItem {
  if (cells.length > names.length) return { state: 'damaged', row, lost: 1, line, reason: tooMany(cells, names, row) };
  const value: { [column: string]: RowValue } = Object.create(null);
  for (const [index, name] of names.entries()) {
    const type = types[index] ?? 'text';
    const cell = csvCell(cells[index], type);
    if (cell === undefined) {
      const typed = `its first ${TYPED_ROWS} rows are of type ${type}; datasets stops at such a row`;
      const reason = `the column ${name} holds ${quoted(cells[index])}, but ${typed}`;
      return { state: 'damaged', row, lost: 1, line, reason };
    }
    value[name] = cell;
  }
  return { state: 'row', row, line, value };
}

function quoted(cell: string | undefined): string {
  return JSON.stringify(cell?.slice(0, MOST_SHOWN) ?? '');
}

/** pandas takes a first row with one cell more than the header for one with an index, and shifts every column. */
function tooMany(cells: readonly string[], names: readonly string[], row: number): string {
  const counts = `the row has ${cells.length} cells where the header names ${names.length}`;
  return row === 0
    ? `${counts}; pandas takes the first cells for an index and shifts every column`
    : `${counts}; pandas stops here (is a cell with a separator not quoted?)`;
}
