import { readArrowRows } from '../formats/arrow.ts';
import { readCsvRows } from '../formats/csv.ts';
import { readParquetRows } from '../formats/parquet.ts';
import type { Row } from '../formats/row-value.ts';
import type { TableItem } from '../formats/table-item.ts';
import type { DamageList } from './damage-list.ts';
import type { DataFiles } from './data-files.ts';
import type { DataFormat } from './data-format.ts';
import type { LocatedFile } from './folder.ts';
import { problemText } from './problem-text.ts';
import { readRows } from './read-rows.ts';

/** One row of a data set. A row that could not be read has no value; what was wrong is in the damage list of its file. */
export interface ReadDataRow {
  readonly file: LocatedFile;
  /** From 0 over all files, rows that could not be read counted. */
  readonly index: number;
  /** From 1; formats that are not text have none. */
  readonly line?: number;
  readonly value?: Row;
  /** How many rows from this one on could not be read; absent where there is a value. */
  readonly lost?: number;
}

/** More rows than anyone fine-tunes on; columns of nulls take no bytes, so a small file can claim billions. */
const MAX_ROWS = 100_000_000;

/**
 * Streams the rows of a data set over all its files, whatever their format: memory holds a row, a page or a batch. Never throws.
 * Rows that are known to be lost in one piece (a damaged row group) are counted in `index` and yielded once.
 */
export async function* readDataRows(
  { files, format, note }: DataFiles,
  damageOf: (file: LocatedFile) => DamageList,
): AsyncGenerator<ReadDataRow> {
  let index = 0;
  for (const file of files) {
    const damage = damageOf(file);
    if (note !== undefined && file === files[0]) damage.add(note);
    for await (const row of fileRows(file, format, damage)) {
      if (index >= MAX_ROWS) {
        damage.add(`the data set has more than ${MAX_ROWS} rows; the rest was not read`);
        return;
      }
      yield { file, index, ...row };
      index += row.lost ?? 1;
    }
  }
}

type FileRow = Omit<ReadDataRow, 'file' | 'index'>;

async function* fileRows(file: LocatedFile, format: DataFormat, damage: DamageList): AsyncGenerator<FileRow> {
  if (format === 'jsonl' || format === 'json') {
    for await (const { line, value } of readRows(file, damage)) {
      // In a .json file that is an array, `line` counts rows.
      yield { ...(format === 'jsonl' ? { line } : {}), ...(value ? { value } : { lost: 1 }) };
    }
    return;
  }
  const stream = file.files.stream(file.path);
  for await (const item of tableItems(file, format, stream)) {
    const line = item.line === undefined ? {} : { line: item.line };
    if (item.state === 'row') yield { ...line, value: item.value };
    else {
      damage.add(withRows(item), item.line);
      if (item.lost > 0) yield { ...line, lost: item.lost };
    }
  }
  if (stream.problem) damage.add(`reading stopped: ${problemText(stream.problem)}`);
}

function tableItems(
  file: LocatedFile,
  format: Exclude<DataFormat, 'jsonl' | 'json'>,
  stream: AsyncIterable<Uint8Array>,
): AsyncIterable<TableItem> {
  const source = {
    size: file.size,
    slice: (start: number, end: number) => file.files.slice(file.path, start, end),
  };
  switch (format) {
    case 'parquet':
      return readParquetRows(source);
    case 'arrow':
      return readArrowRows(source);
    case 'csv':
      return readCsvRows(stream, ',');
    case 'tsv':
      return readCsvRows(stream, '\t');
  }
}

function withRows({ row, lost, line, reason }: Extract<TableItem, { state: 'damaged' }>): string {
  if (lost === 0 || line !== undefined) return reason;
  return lost === 1 ? `row ${row + 1}: ${reason}` : `${lost} rows from row ${row + 1} on are lost: ${reason}`;
}
