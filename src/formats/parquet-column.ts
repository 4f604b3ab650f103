import { parquetHeader } from 'hyparquet/src/column.js';
import { errorText } from '../lib/error-text.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { ByteSource } from './byte-source.ts';
import { cellReader } from './parquet-cells.ts';
import type { ParquetColumn } from './parquet-footer.ts';
import { type LeafPage, type PageHeader, type PageReader, readDictionary, readPage } from './parquet-page.ts';
import type { ParquetLeaf } from './parquet-schema.ts';
import { checkThrift } from './parquet-thrift.ts';

/** Statistics in a page header hold the smallest and largest value; more is not a header. */
const MAX_HEADER_BYTES = 8 * 1024 * 1024;

/** Where a column's bytes come from; `step` is how many are fetched at a time. */
export interface ColumnSource {
  readonly source: ByteSource;
  readonly column: ParquetColumn;
  readonly step: number;
}

/**
 * The pages of one column of a row group in order, each read when it is asked for: memory holds one page, not the column.
 * The first problem is the last item.
 */
export async function* columnPages(from: ColumnSource, leaf: ParquetLeaf): AsyncGenerator<Result<LeafPage>> {
  const range = byteRange(from);
  if (!range.ok) {
    yield range;
    return;
  }
  const window = byteWindow(from, range.value.end);
  let reader: PageReader = {
    leaf,
    codec: from.column.meta_data?.codec ?? '',
    cell: cellReader(leaf.node.element),
    dictionary: undefined,
  };
  for (let at = range.value.start; at < range.value.end; ) {
    const page = await nextPage(window, at);
    if (!page.ok) {
      yield page;
      return;
    }
    const { header, bytes, end } = page.value;
    at = end;
    if (header.type === 'DICTIONARY_PAGE') {
      const dictionary = readDictionary(reader, header, bytes);
      if (!dictionary.ok) {
        yield dictionary;
        return;
      }
      reader = { ...reader, dictionary: dictionary.value };
    } else if (header.type === 'DATA_PAGE' || header.type === 'DATA_PAGE_V2') {
      const read = readPage(reader, header, bytes);
      yield read;
      if (!read.ok) return;
    }
  }
}

function byteRange({ source, column }: ColumnSource): Result<{ start: number; end: number }> {
  const { meta_data: meta } = column;
  if (column.crypto_metadata !== undefined) return failed('the column is encrypted');
  if (column.file_path !== undefined && column.file_path !== '')
    return failed('the column lies in another file, which Lockstep does not follow');
  if (!meta) return failed('the footer does not say where the column lies');
  // Some writers give 0 for "no dictionary", where the file's magic stands.
  const dictionary = meta.dictionary_page_offset ?? 0;
  const start = dictionary > 0 && dictionary < meta.data_page_offset ? dictionary : meta.data_page_offset;
  const end = start + meta.total_compressed_size;
  if (start < 4 || end > source.size)
    return failed(`the column is said to lie at bytes ${start} to ${end} of ${source.size}`);
  return ok({ start, end });
}

interface ByteWindow {
  /** Bytes [start, end) of the file, or as many as there are before the column ends. */
  readonly get: (start: number, end: number) => Promise<Result<Uint8Array>>;
}

function byteWindow({ source, step }: ColumnSource, columnEnd: number): ByteWindow {
  let held: Uint8Array = new Uint8Array(0);
  let heldStart = 0;
  return {
    get: async (start, end) => {
      const wanted = Math.min(end, columnEnd);
      if (start < heldStart || wanted > heldStart + held.length) {
        const read = await source.slice(start, Math.min(Math.max(wanted, start + step), columnEnd));
        if (!read.ok) return read;
        held = read.value;
        heldStart = start;
      }
      return ok(held.subarray(start - heldStart, wanted - heldStart));
    },
  };
}

/** Small enough not to waste a read, large enough for every header without statistics of long texts. */
const USUAL_HEADER_BYTES = 1024;

async function nextPage(
  window: ByteWindow,
  at: number,
): Promise<Result<{ header: PageHeader; bytes: Uint8Array; end: number }>> {
  for (let length = USUAL_HEADER_BYTES; length <= MAX_HEADER_BYTES; length *= 8) {
    const head = await window.get(at, at + length);
    if (!head.ok) return head;
    const check = checkThrift(head.value, 0);
    if (check.state === 'bad') return failed(`the page header at byte ${at} is damaged: ${check.reason}`);
    if (check.state === 'short') {
      if (head.value.length < length) break;
      continue;
    }
    const header = pageHeader(head.value);
    if (!header.ok) return header;
    const start = at + check.end;
    const end = start + header.value.compressed_page_size;
    const bytes = await window.get(start, end);
    if (!bytes.ok) return bytes;
    if (bytes.value.length < end - start)
      return failed(`the page at byte ${at} claims ${end - start} bytes, but its column ends before`);
    return ok({ header: header.value, bytes: bytes.value, end });
  }
  return failed(`the page header at byte ${at} does not end within its column`);
}

function pageHeader(bytes: Uint8Array): Result<PageHeader> {
  try {
    const header = parquetHeader({ view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 });
    const { uncompressed_page_size: unpacked, compressed_page_size: packed } = header;
    if (Number.isInteger(unpacked) && unpacked >= 0 && Number.isInteger(packed) && packed >= 0) return ok(header);
    return failed(`a page claims ${packed} bytes, ${unpacked} unpacked`);
  } catch (error) {
    return failed(`a page header is damaged: ${errorText(error)}`);
  }
}
