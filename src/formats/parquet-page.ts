import type { parquetHeader } from 'hyparquet/src/column.js';
import { failed, ok, type Result } from '../lib/result.ts';
import type { CellReader } from './parquet-cells.ts';
import { decompressPage } from './parquet-codecs.ts';
import { readRuns } from './parquet-runs.ts';
import type { ParquetLeaf } from './parquet-schema.ts';
import { readStoredValues, type StoredValues } from './parquet-values.ts';
import type { RowValue } from './row-value.ts';

export type PageHeader = ReturnType<typeof parquetHeader>;
type Cell = RowValue | undefined;

/** A page of a column: `count` entries, of which those at the column's full definition level have a value. */
export interface LeafPage {
  readonly count: number;
  /** Repetition levels; absent for a column that does not repeat. */
  readonly reps: readonly number[] | undefined;
  /** Definition levels; absent for a column that is required all the way. */
  readonly defs: readonly number[] | undefined;
  readonly cells: readonly Cell[];
}

/** What is needed to read the pages of one column. */
export interface PageReader {
  readonly leaf: ParquetLeaf;
  readonly codec: string;
  readonly cell: CellReader;
  readonly dictionary: readonly Cell[] | undefined;
}

/** A column of one repeated value fits in one page, whatever its row count; writers end row groups at a million rows. */
const MAX_PAGE_VALUES = 8 * 1024 * 1024;

/** The entries of a dictionary page. */
export function readDictionary(reader: PageReader, header: PageHeader, bytes: Uint8Array): Result<readonly Cell[]> {
  const count = header.dictionary_page_header?.num_values;
  if (!isCount(count)) return failed(`a dictionary page claims ${count} values`);
  const page = decompressPage(reader.codec, bytes, header.uncompressed_page_size);
  if (!page.ok) return page;
  const stored = readStoredValues(reader.leaf, { page: page.value, start: 0, count, encoding: 'PLAIN' });
  return stored.ok ? ok(cellsOf(stored.value, reader.cell)) : stored;
}

/** The entries of a data page of either version. */
export function readPage(reader: PageReader, header: PageHeader, bytes: Uint8Array): Result<LeafPage> {
  const body = header.type === 'DATA_PAGE_V2' ? bodyV2(reader, header, bytes) : bodyV1(reader, header, bytes);
  if (!body.ok) return body;
  const { page, count, reps, defs, start, encoding } = body.value;
  const { def } = reader.leaf.node;
  let valueCount = count;
  if (defs) {
    valueCount = 0;
    for (const level of defs) if (level === def) valueCount++;
  }
  const cells = readCells(reader, { page, start, count: valueCount, encoding });
  return cells.ok ? ok({ count, reps, defs, cells: cells.value }) : cells;
}

interface PageBody {
  readonly page: Uint8Array<ArrayBuffer>;
  readonly count: number;
  readonly reps: readonly number[] | undefined;
  readonly defs: readonly number[] | undefined;
  /** Where the values begin. */
  readonly start: number;
  readonly encoding: string;
}

/** Levels stand before the values, each with its length, and all are compressed together. */
function bodyV1(reader: PageReader, header: PageHeader, bytes: Uint8Array): Result<PageBody> {
  const given = header.data_page_header;
  if (!given || !isCount(given.num_values)) return failed(`a page claims ${given?.num_values} values`);
  const { rep, def } = reader.leaf.node;
  if ((rep > 0 && given.repetition_level_encoding !== 'RLE') || (def > 0 && given.definition_level_encoding !== 'RLE'))
    return failed('a page stores its levels bit-packed, as no writer does since 2013');
  const unpacked = decompressPage(reader.codec, bytes, header.uncompressed_page_size);
  if (!unpacked.ok) return unpacked;
  const page = unpacked.value;
  const reps = levelsV1(page, 0, { level: rep, count: given.num_values });
  if (!reps.ok) return reps;
  const defs = levelsV1(page, reps.value.end, { level: def, count: given.num_values });
  if (!defs.ok) return defs;
  const { levels, end: start } = defs.value;
  return ok({ page, count: given.num_values, reps: reps.value.levels, defs: levels, start, encoding: given.encoding });
}

/** Levels stand before the values without a length of their own, and are never compressed. */
function bodyV2(reader: PageReader, header: PageHeader, bytes: Uint8Array): Result<PageBody> {
  const given = header.data_page_header_v2;
  if (!given || !isCount(given.num_values)) return failed(`a page claims ${given?.num_values} values`);
  const { repetition_levels_byte_length: repBytes, definition_levels_byte_length: defBytes } = given;
  if (!(repBytes >= 0 && defBytes >= 0 && repBytes + defBytes <= bytes.length))
    return failed(`a page claims ${repBytes} + ${defBytes} bytes of levels, but has ${bytes.length} bytes`);
  const packed = bytes.subarray(repBytes + defBytes);
  const size = header.uncompressed_page_size - repBytes - defBytes;
  const unpacked = decompressPage(given.is_compressed === false ? 'UNCOMPRESSED' : reader.codec, packed, size);
  if (!unpacked.ok) return unpacked;
  const { rep, def } = reader.leaf.node;
  const reps = readLevels(bytes, { start: 0, end: repBytes }, { level: rep, count: given.num_values });
  if (!reps.ok) return reps;
  const within = { start: repBytes, end: repBytes + defBytes };
  const defs = readLevels(bytes, within, { level: def, count: given.num_values });
  if (!defs.ok) return defs;
  const { num_values: count, encoding } = given;
  return ok({ page: unpacked.value, count, reps: reps.value, defs: defs.value, start: 0, encoding });
}

interface LevelsWanted {
  /** The highest level; none are stored where it is 0. */
  readonly level: number;
  readonly count: number;
}

function levelsV1(
  page: Uint8Array,
  at: number,
  wanted: LevelsWanted,
): Result<{ levels: readonly number[] | undefined; end: number }> {
  if (wanted.level === 0) return ok({ levels: undefined, end: at });
  const length = at + 4 <= page.length ? viewOf(page).getUint32(at, true) : -1;
  const end = at + 4 + length;
  if (length < 0 || end > page.length) return failed('a page ends inside its levels');
  const levels = readLevels(page, { start: at + 4, end }, wanted);
  return levels.ok ? ok({ levels: levels.value, end }) : levels;
}

function readLevels(
  page: Uint8Array,
  { start, end }: { readonly start: number; readonly end: number },
  { level, count }: LevelsWanted,
): Result<readonly number[] | undefined> {
  if (level === 0) return ok(undefined);
  const bitWidth = 32 - Math.clz32(level);
  const levels = readRuns(page, { start, end, bitWidth, count });
  if (!levels.ok) return levels;
  const wrong = levels.value.find((found) => found > level);
  return wrong === undefined ? levels : failed(`a page holds the level ${wrong} where ${level} is the highest`);
}

function readCells(reader: PageReader, stored: StoredValues): Result<readonly Cell[]> {
  const values = readStoredValues(reader.leaf, stored);
  if (!values.ok) return values;
  if (!stored.encoding.endsWith('_DICTIONARY')) return ok(cellsOf(values.value, reader.cell));
  const { dictionary } = reader;
  if (!dictionary) return failed('a page refers to a dictionary that is not there');
  const wrong = wrongIndex(values.value, dictionary.length);
  if (wrong !== undefined) return failed(`a page refers to entry ${wrong} of a dictionary of ${dictionary.length}`);
  return ok(cellsOf(values.value, (index) => dictionary[Number(index)]));
}

/** A page may have millions of values, so they are counted through rather than iterated over. */
function cellsOf(values: ArrayLike<unknown>, cell: CellReader): readonly Cell[] {
  const cells = new Array<Cell>(values.length);
  for (let at = 0; at < values.length; at++) cells[at] = cell(values[at]);
  return cells;
}

function wrongIndex(values: ArrayLike<unknown>, size: number): unknown {
  for (let at = 0; at < values.length; at++) {
    const index = values[at];
    if (typeof index !== 'number' || index >= size) return index;
  }
  return undefined;
}

function isCount(count: number | undefined): count is number {
  return count !== undefined && count >= 0 && count <= MAX_PAGE_VALUES;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
