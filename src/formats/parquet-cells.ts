import { decimalText } from './decimal-text.ts';
import { float16 } from './float16.ts';
import { isoDate, isoTime, isoTimestamp } from './iso-time.ts';
import type { ParquetElement } from './parquet-footer.ts';
import type { RowValue } from './row-value.ts';
import { safeInteger } from './safe-integer.ts';

/** Turns one stored value into a cell. `undefined`: the bytes are not what the column's type says (text that is not UTF-8). */
export type CellReader = (stored: unknown) => RowValue | undefined;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const MICROS_PER_DAY = 86_400_000_000n;
const UNITS = { MILLIS: 1_000_000n, MICROS: 1000n, NANOS: 1n } as const;
/** Julian day of 1970-01-01, from which Impala's twelve-byte timestamps count. */
const EPOCH_JULIAN_DAY = 2_440_588n;

/**
 * The reader for a column's values, by its physical and logical type. Integers beyond 2^53 and decimals become their digits;
 * dates and times become ISO 8601 text, as `str()` of what pyarrow gives but with `T`; bytes stay bytes, copied.
 */
export function cellReader(element: ParquetElement): CellReader {
  const logical = element.logical_type?.type;
  const kind = logical ?? element.converted_type;
  switch (kind) {
    case 'STRING':
    case 'UTF8':
    case 'ENUM':
    case 'JSON':
      return textCell;
    case 'DECIMAL':
      return decimalCell(element.scale ?? element.logical_type?.scale ?? 0);
    case 'DATE':
      return (stored) => (typeof stored === 'number' ? isoDate(BigInt(stored) * MICROS_PER_DAY * 1000n) : undefined);
    case 'TIMESTAMP':
      return timestampCell(
        UNITS[element.logical_type?.unit ?? 'MICROS'],
        element.logical_type?.isAdjustedToUTC === true,
      );
    case 'TIMESTAMP_MILLIS':
    case 'TIMESTAMP_MICROS':
      return timestampCell(kind === 'TIMESTAMP_MILLIS' ? UNITS.MILLIS : UNITS.MICROS, true);
    case 'TIME':
      return timeCell(UNITS[element.logical_type?.unit ?? 'MICROS']);
    case 'TIME_MILLIS':
    case 'TIME_MICROS':
      return timeCell(kind === 'TIME_MILLIS' ? UNITS.MILLIS : UNITS.MICROS);
    case 'UUID':
      return (stored) => (stored instanceof Uint8Array ? uuid(stored) : undefined);
    case 'FLOAT16':
      return (stored) => (stored instanceof Uint8Array ? half(stored) : undefined);
    default:
      return plainCell(element);
  }
}

function plainCell(element: ParquetElement): CellReader {
  const unsigned = element.converted_type?.startsWith('UINT_') === true || element.logical_type?.isSigned === false;
  if (element.type === 'INT96') return (stored) => (typeof stored === 'bigint' ? int96(stored) : undefined);
  return (stored) => {
    if (typeof stored === 'bigint') return safeInteger(unsigned ? BigInt.asUintN(64, stored) : stored);
    if (typeof stored === 'number' && unsigned && stored < 0) return stored + 2 ** 32;
    if (stored instanceof Uint8Array) return stored.slice();
    return typeof stored === 'number' || typeof stored === 'boolean' ? stored : undefined;
  };
}

function textCell(stored: unknown): string | undefined {
  if (!(stored instanceof Uint8Array)) return undefined;
  try {
    return decoder.decode(stored);
  } catch {
    return undefined;
  }
}

function decimalCell(scale: number): CellReader {
  return (stored) => {
    const value =
      stored instanceof Uint8Array ? signedBigEndian(stored) : typeof stored === 'number' ? BigInt(stored) : stored;
    return typeof value === 'bigint' ? decimalText(value, scale) : undefined;
  };
}

function timestampCell(unit: bigint, isInstant: boolean): CellReader {
  return (stored) => (typeof stored === 'bigint' ? isoTimestamp(stored * unit, isInstant) : undefined);
}

function timeCell(unit: bigint): CellReader {
  return (stored) =>
    typeof stored === 'bigint' || typeof stored === 'number' ? isoTime(BigInt(stored) * unit) : undefined;
}

function int96(stored: bigint): string {
  const nanos = ((stored >> 64n) - EPOCH_JULIAN_DAY) * MICROS_PER_DAY * 1000n + BigInt.asUintN(64, stored);
  return isoTimestamp(nanos, false);
}

function signedBigEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return BigInt.asIntN(bytes.length * 8, value);
}

function uuid(bytes: Uint8Array): string | undefined {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return bytes.length === 16 ? hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') : undefined;
}

function half(bytes: Uint8Array): number | undefined {
  const [low, high] = bytes;
  return low === undefined || high === undefined ? undefined : float16(high * 256 + low);
}
