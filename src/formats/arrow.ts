import { failed, ok, type Result } from '../lib/result.ts';
import { batchParts, MAX_BODY_BYTES } from './arrow-body.ts';
import { arrowColumn, type Dictionaries } from './arrow-columns.ts';
import { type ArrowMessage, arrowMessage, type BatchLayout } from './arrow-message.ts';
import type { ArrowColumn } from './arrow-scalars.ts';
import type { ArrowField, ArrowSchema } from './arrow-schema.ts';
import type { ByteSource } from './byte-source.ts';
import type { Row, RowValue } from './row-value.ts';
import type { TableItem } from './table-item.ts';

/** A schema carries the metadata of `datasets` and pandas: some KB, with thousands of class names some 100. */
const MAX_METADATA_BYTES = 64 * 1024 * 1024;
/** Values of all dictionaries together. */
const MAX_DICTIONARY_VALUES = 16 * 1024 * 1024;
const CONTINUATION = 0xffffffff;
const CUT = 'was the download or upload cut short, or is the file still being written?';

interface Reading {
  readonly source: ByteSource;
  schema: ArrowSchema | undefined;
  readonly dictionaries: Map<number, readonly (RowValue | undefined)[]>;
  row: number;
}

/**
 * Streams the rows of an Arrow file, batch by batch: the stream format, which `datasets` writes, and the file format (Feather 2),
 * whose index at the end is not needed. Bodies compressed with LZ4 or Zstandard are unpacked. A damaged batch costs its rows,
 * and reading goes on with the next one. Values are as `scalarColumn` says; lists are arrays, structs and maps objects.
 */
export async function* readArrowRows(source: ByteSource): AsyncGenerator<TableItem> {
  const reading: Reading = { source, schema: undefined, dictionaries: new Map(), row: 0 };
  const head = await source.slice(0, 6);
  if (!head.ok) {
    yield lost(reading, 0, head.problem.reason);
    return;
  }
  const magic = String.fromCharCode(...head.value);
  if (magic.startsWith('FEA1')) {
    yield lost(reading, 0, 'this is a Feather file of version 1; write it anew with pyarrow.feather.write_feather');
    return;
  }
  for (let at = magic === 'ARROW1' ? 8 : 0; ; ) {
    const next = await nextMessage(source, at);
    if (!next.ok) {
      yield lost(reading, 0, next.problem.reason);
      return;
    }
    if (!next.value) {
      if (!reading.schema) yield lost(reading, 0, 'the file has no schema; is this an Arrow file?');
      return;
    }
    const { message, bodyStart } = next.value;
    at = bodyStart + message.bodyLength;
    yield* messageRows(reading, message, bodyStart);
    if (!reading.schema) return;
  }
}

function lost(reading: Reading, rows: number, reason: string): TableItem {
  const item: TableItem = { state: 'damaged', row: reading.row, lost: rows, reason };
  reading.row += rows;
  return item;
}

/** Undefined at the end mark. */
async function nextMessage(
  source: ByteSource,
  at: number,
): Promise<Result<{ message: ArrowMessage; bodyStart: number } | undefined>> {
  const head = await source.slice(at, at + 8);
  if (!head.ok) return head;
  if (head.value.length < 8 && !(head.value.length >= 4 && isZero(head.value.subarray(0, 4))))
    return failed(`the file ends after ${source.size} bytes without an end mark; ${CUT}`);
  const view = new DataView(head.value.buffer, head.value.byteOffset, head.value.byteLength);
  // Before Arrow 0.15 a message began with its length alone.
  const modern = view.getUint32(0, true) === CONTINUATION;
  const length = view.getUint32(modern ? 4 : 0, true);
  if (length === 0) return ok(undefined);
  if (!modern && at === 0 && length > source.size) return failed('this is not an Arrow file');
  if (length > MAX_METADATA_BYTES)
    return failed(`the message at byte ${at} claims ${length} bytes of metadata; is this an Arrow file?`);
  const start = at + (modern ? 8 : 4);
  const metadata = await source.slice(start, start + length);
  if (!metadata.ok) return metadata;
  if (metadata.value.length < length)
    return failed(`the file ends after ${source.size} bytes, inside the message at byte ${at}; ${CUT}`);
  const message = arrowMessage(metadata.value);
  if (!message.ok) return failed(`at byte ${at}: ${message.problem.reason}`);
  if (start + length + message.value.bodyLength > source.size)
    return failed(`the file ends after ${source.size} bytes, inside the batch at byte ${at}; ${CUT}`);
  return ok({ message: message.value, bodyStart: start + length });
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

async function* messageRows(reading: Reading, message: ArrowMessage, bodyStart: number): AsyncGenerator<TableItem> {
  if (message.kind === 'schema') {
    reading.schema = message.schema;
    if (message.schema.bigEndian) {
      reading.schema = undefined;
      yield lost(reading, 0, 'the file is big-endian, which is not read');
    }
    return;
  }
  if (message.kind === 'other') return;
  if (!reading.schema) {
    yield lost(reading, 0, 'the file does not begin with a schema; is this an Arrow file?');
    return;
  }
  const rows = message.kind === 'batch' ? message.layout.length : 0;
  const body = await readBody(reading.source, bodyStart, message.bodyLength);
  if (!body.ok) {
    yield lost(reading, rows, body.problem.reason);
    return;
  }
  if (message.kind === 'dictionary') {
    const added = addDictionary(reading, message, body.value);
    if (!added.ok) yield lost(reading, 0, `dictionary ${message.id}: ${added.problem.reason}`);
  } else yield* batchRows(reading, message.layout, body.value);
}

async function readBody(source: ByteSource, start: number, length: number): Promise<Result<Uint8Array>> {
  if (length > MAX_BODY_BYTES)
    return failed(
      `a batch has ${length} bytes; batches of more than ${MAX_BODY_BYTES} are not read (write it anew with a smaller writer_batch_size)`,
    );
  return source.slice(start, start + length);
}

function addDictionary(
  reading: Reading,
  { id, delta, layout }: Extract<ArrowMessage, { kind: 'dictionary' }>,
  body: Uint8Array,
): Result<undefined> {
  const field = dictionaryField(reading.schema?.fields ?? [], id);
  if (!field) return failed('no column uses it');
  const { dictionary: _, ...values } = field;
  const column = arrowColumn(batchParts(layout, body), values, reading.dictionaries);
  if (!column.ok) return column;
  const before = delta ? (reading.dictionaries.get(id) ?? []) : [];
  if (before.length + column.value.length > MAX_DICTIONARY_VALUES)
    return failed(`it has more than ${MAX_DICTIONARY_VALUES} values`);
  const added = Array.from({ length: column.value.length }, (_value, index) => column.value.cell(index));
  reading.dictionaries.set(id, [...before, ...added]);
  return ok(undefined);
}

function dictionaryField(fields: readonly ArrowField[], id: number): ArrowField | undefined {
  for (const field of fields) {
    const found = field.dictionary?.id === id ? field : dictionaryField(field.children, id);
    if (found) return found;
  }
  return undefined;
}

function* batchRows(reading: Reading, layout: BatchLayout, body: Uint8Array): Generator<TableItem> {
  const columns = batchColumns(reading.schema?.fields ?? [], { layout, body, dictionaries: reading.dictionaries });
  if (!columns.ok) {
    yield lost(reading, layout.length, columns.problem.reason);
    return;
  }
  for (let index = 0; index < layout.length; index++) {
    const row = rowAt(columns.value, index);
    if (row.ok) yield { state: 'row', row: reading.row++, value: row.value };
    else yield lost(reading, 1, row.problem.reason);
  }
}

type NamedColumn = ArrowColumn & { readonly name: string };

function batchColumns(
  fields: readonly ArrowField[],
  { layout, body, dictionaries }: { layout: BatchLayout; body: Uint8Array; dictionaries: Dictionaries },
): Result<readonly NamedColumn[]> {
  if (fields.length === 0) return failed('the schema has no columns');
  const parts = batchParts(layout, body);
  const columns: NamedColumn[] = [];
  for (const field of fields) {
    const column = arrowColumn(parts, field, dictionaries);
    if (!column.ok) return column;
    if (column.value.length < layout.length)
      return failed(
        `the column ${field.name} has ${column.value.length} values where the batch has ${layout.length} rows`,
      );
    columns.push({ ...column.value, name: field.name });
  }
  return ok(columns);
}

function rowAt(columns: readonly NamedColumn[], index: number): Result<Row> {
  const row: { [column: string]: RowValue } = Object.create(null);
  for (const { name, cell } of columns) {
    const value = cell(index);
    if (value === undefined)
      return failed(`the column ${name} holds a value that is not of its type (text that is not UTF-8?)`);
    row[name] = value;
  }
  return ok(row);
}
