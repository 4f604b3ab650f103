import { failed, ok, type Result } from '../lib/result.ts';
import type { BatchParts } from './arrow-body.ts';
import type { ArrowField, ArrowType } from './arrow-schema.ts';
import { decimalText } from './decimal-text.ts';
import { float16 } from './float16.ts';
import { isoDate, isoTime, isoTimestamp } from './iso-time.ts';
import type { RowValue } from './row-value.ts';
import { safeInteger } from './safe-integer.ts';

/** A column of one batch. `cell` gives undefined for text that is not UTF-8. */
export interface ArrowColumn {
  readonly length: number;
  readonly cell: (index: number) => RowValue | undefined;
}

export interface ColumnShape {
  readonly field: ArrowField;
  readonly length: number;
  /** A bit for every value that is there; empty when all are. */
  readonly validity: Uint8Array;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const NANOS_PER_DAY = 86_400_000_000_000n;

/** Whether the column has a value at a row; false for null. */
export function isValid({ validity }: ColumnShape, index: number): boolean {
  return validity.length === 0 || (((validity[index >> 3] ?? 0) >> (index & 7)) & 1) === 1;
}

/** A column without columns below it. Values are kept as in Parquet: digits for large integers and decimals, ISO 8601 for times. */
export function scalarColumn(parts: BatchParts, shape: ColumnShape): Result<ArrowColumn> {
  const { type } = shape.field;
  if (type.kind === 'text' || type.kind === 'bytes')
    return textColumn(parts, shape, { isText: type.kind === 'text', large: type.large });
  if (type.kind === 'view') return viewColumn(parts, shape, type.text);
  const buffer = parts.buffer();
  if (!buffer.ok) return buffer;
  const width = widthOf(type);
  if (width * shape.length > buffer.value.length) return failed(tooShort(shape, buffer.value.length, width));
  const read = valueReader(type, buffer.value);
  return ok({ length: shape.length, cell: (index) => (isValid(shape, index) ? read(index) : null) });
}

function tooShort({ field, length }: ColumnShape, bytes: number, width: number): string {
  return `the column ${field.name} has ${bytes} bytes where ${length} values need ${Math.ceil(width * length)}`;
}

/** In bytes; an eighth for booleans. */
function widthOf(type: ArrowType): number {
  switch (type.kind) {
    case 'bool':
      return 1 / 8;
    case 'int':
    case 'float':
    case 'date':
    case 'time':
      return type.bits / 8;
    case 'timestamp':
    case 'duration':
      return 8;
    case 'decimal':
      return type.bytes;
    case 'fixed-bytes':
      return type.size;
    default:
      return 0;
  }
}

function valueReader(type: ArrowType, bytes: Uint8Array): (index: number) => RowValue | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const long = (index: number) => view.getBigInt64(index * 8, true);
  switch (type.kind) {
    case 'bool':
      return (index) => (((bytes[index >> 3] ?? 0) >> (index & 7)) & 1) === 1;
    case 'int':
      return intReader(view, type.bits, type.signed);
    case 'float':
      if (type.bits === 16) return (index) => float16(view.getUint16(index * 2, true));
      return type.bits === 32
        ? (index) => view.getFloat32(index * 4, true)
        : (index) => view.getFloat64(index * 8, true);
    case 'date':
      return type.bits === 32
        ? (index) => isoDate(BigInt(view.getInt32(index * 4, true)) * NANOS_PER_DAY)
        : (index) => isoDate(long(index) * 1_000_000n);
    case 'time':
      return type.bits === 32
        ? (index) => isoTime(BigInt(view.getInt32(index * 4, true)) * type.unit)
        : (index) => isoTime(long(index) * type.unit);
    case 'timestamp':
      return (index) => isoTimestamp(long(index) * type.unit, type.zoned);
    case 'duration':
      return (index) => safeInteger(long(index));
    case 'decimal':
      return (index) =>
        decimalText(signedLittleEndian(bytes.subarray(index * type.bytes, (index + 1) * type.bytes)), type.scale);
    case 'fixed-bytes':
      return (index) => bytes.slice(index * type.size, (index + 1) * type.size);
    default:
      return () => undefined;
  }
}

function intReader(view: DataView, bits: 8 | 16 | 32 | 64, signed: boolean): (index: number) => RowValue {
  switch (bits) {
    case 8:
      return signed ? (index) => view.getInt8(index) : (index) => view.getUint8(index);
    case 16:
      return signed ? (index) => view.getInt16(index * 2, true) : (index) => view.getUint16(index * 2, true);
    case 32:
      return signed ? (index) => view.getInt32(index * 4, true) : (index) => view.getUint32(index * 4, true);
    case 64:
      return signed
        ? (index) => safeInteger(view.getBigInt64(index * 8, true))
        : (index) => safeInteger(view.getBigUint64(index * 8, true));
  }
}

function signedLittleEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes.toReversed()) value = (value << 8n) | BigInt(byte);
  return BigInt.asIntN(bytes.length * 8, value);
}

function textColumn(
  parts: BatchParts,
  shape: ColumnShape,
  type: { readonly isText: boolean; readonly large: boolean },
): Result<ArrowColumn> {
  const offsets = parts.buffer();
  if (!offsets.ok) return offsets;
  const data = parts.buffer();
  if (!data.ok) return data;
  const { length, field } = shape;
  const width = type.large ? 8 : 4;
  // An empty column may leave out its only offset.
  if (length > 0 && offsets.value.length < (length + 1) * width)
    return failed(`the column ${field.name} has too few offsets for ${length} values`);
  const view = new DataView(offsets.value.buffer, offsets.value.byteOffset, offsets.value.byteLength);
  const bytes = data.value;
  const offset = (index: number) =>
    type.large ? Number(view.getBigInt64(index * 8, true)) : view.getInt32(index * 4, true);
  const cell = (index: number): RowValue | undefined => {
    if (!isValid(shape, index)) return null;
    const start = offset(index);
    const end = offset(index + 1);
    if (start < 0 || end < start || end > bytes.length) return undefined;
    return type.isText ? textOf(bytes.subarray(start, end)) : bytes.slice(start, end);
  };
  return ok({ length, cell });
}

/** Sixteen bytes for each value: its length, then the value itself, or its first bytes, its buffer and its place there. */
function viewColumn(parts: BatchParts, shape: ColumnShape, isText: boolean): Result<ArrowColumn> {
  const views = parts.buffer();
  if (!views.ok) return views;
  const count = parts.extra();
  if (!count.ok) return count;
  if (views.value.length < shape.length * 16) return failed(`the column ${shape.field.name} has too few views`);
  const buffers: Uint8Array[] = [];
  for (let index = 0; index < count.value; index++) {
    const buffer = parts.buffer();
    if (!buffer.ok) return buffer;
    buffers.push(buffer.value);
  }
  const bytes = views.value;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const cell = (index: number): RowValue | undefined => {
    if (!isValid(shape, index)) return null;
    const at = index * 16;
    const length = view.getInt32(at, true);
    const start = length <= 12 ? at + 4 : view.getInt32(at + 12, true);
    const buffer = length <= 12 ? bytes : buffers[view.getInt32(at + 8, true)];
    if (!buffer || length < 0 || start < 0 || start + length > buffer.length) return undefined;
    return isText ? textOf(buffer.subarray(start, start + length)) : buffer.slice(start, start + length);
  };
  return ok({ length: shape.length, cell });
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
