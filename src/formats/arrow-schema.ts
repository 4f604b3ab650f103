import {
  type FlatTable,
  flatByte,
  flatInt,
  flatLong,
  flatShort,
  flatTable,
  flatTables,
  flatText,
} from './arrow-flatbuffer.ts';

/** Nanoseconds in one step of a time. */
type TimeUnit = bigint;

export type ArrowType =
  | { readonly kind: 'null' | 'bool' | 'struct' | 'map' }
  | { readonly kind: 'int'; readonly bits: 8 | 16 | 32 | 64; readonly signed: boolean }
  | { readonly kind: 'float'; readonly bits: 16 | 32 | 64 }
  | { readonly kind: 'decimal'; readonly bytes: number; readonly scale: number }
  | { readonly kind: 'date'; readonly bits: 32 | 64 }
  | { readonly kind: 'time'; readonly bits: 32 | 64; readonly unit: TimeUnit }
  | { readonly kind: 'timestamp'; readonly unit: TimeUnit; readonly zoned: boolean }
  | { readonly kind: 'duration' }
  | { readonly kind: 'text' | 'bytes' | 'list'; readonly large: boolean }
  | { readonly kind: 'view'; readonly text: boolean }
  | { readonly kind: 'fixed-bytes' | 'fixed-list'; readonly size: number }
  | { readonly kind: 'unsupported'; readonly name: string };

export interface ArrowField {
  readonly name: string;
  readonly type: ArrowType;
  readonly children: readonly ArrowField[];
  /** The column holds indices into the dictionary of this id, whose values are of `type`. */
  readonly dictionary?: { readonly id: number; readonly index: ArrowType };
}

export interface ArrowSchema {
  readonly fields: readonly ArrowField[];
  readonly bigEndian: boolean;
}

/** As in Parquet: of all columns, nested ones counted. Tables of FlatBuffers may be shared, so few bytes can claim many. */
const MAX_FIELDS = 5000;
const MAX_DEPTH = 64;

const UNITS: readonly TimeUnit[] = [1_000_000_000n, 1_000_000n, 1000n, 1n];

/** The schema of a message (Schema.fbs of the Arrow format, whose field numbers are used here). Throws RangeError on damage. */
export function arrowSchema(table: FlatTable): ArrowSchema {
  const budget = { left: MAX_FIELDS };
  return {
    bigEndian: flatShort(table, 0) !== 0,
    fields: flatTables(table, 1).map((field) => arrowField(field, budget, 1)),
  };
}

function arrowField(table: FlatTable, budget: { left: number }, depth: number): ArrowField {
  if (--budget.left < 0) throw new RangeError(`the schema has more than ${MAX_FIELDS} fields`);
  if (depth > MAX_DEPTH) throw new RangeError(`the schema is nested more than ${MAX_DEPTH} deep`);
  const encoding = flatTable(table, 4);
  const index = encoding && flatTable(encoding, 1);
  const field = {
    name: flatText(table, 0) ?? '',
    type: arrowType(flatByte(table, 2), flatTable(table, 3)),
    children: flatTables(table, 5).map((child) => arrowField(child, budget, depth + 1)),
  };
  if (!encoding) return field;
  // The format's default index type is a signed 32-bit integer.
  const indexType: ArrowType = index ? intType(index) : { kind: 'int', bits: 32, signed: true };
  return { ...field, dictionary: { id: flatLong(encoding, 0), index: indexType } };
}

function arrowType(code: number, table: FlatTable | undefined): ArrowType {
  if (!table) throw new RangeError('a field has no type');
  switch (code) {
    case 1:
      return { kind: 'null' };
    case 2:
      return intType(table);
    case 3:
      return { kind: 'float', bits: ([16, 32, 64] as const)[flatShort(table, 0)] ?? unknown('precision') };
    case 4:
    case 19:
      return { kind: 'bytes', large: code === 19 };
    case 5:
    case 20:
      return { kind: 'text', large: code === 20 };
    case 6:
      return { kind: 'bool' };
    case 7:
      return decimalType(flatInt(table, 1), flatInt(table, 2, 128));
    case 8:
      return { kind: 'date', bits: flatShort(table, 0, 1) === 0 ? 32 : 64 };
    case 9:
      return { kind: 'time', bits: flatInt(table, 1, 32) === 32 ? 32 : 64, unit: timeUnit(flatShort(table, 0, 1)) };
    case 10:
      return { kind: 'timestamp', unit: timeUnit(flatShort(table, 0)), zoned: (flatText(table, 1) ?? '') !== '' };
    case 18:
      return { kind: 'duration' };
    case 12:
    case 21:
      return { kind: 'list', large: code === 21 };
    case 13:
      return { kind: 'struct' };
    case 15:
    case 16:
      return { kind: code === 15 ? 'fixed-bytes' : 'fixed-list', size: Math.max(0, flatInt(table, 0)) };
    case 17:
      return { kind: 'map' };
    case 23:
    case 24:
      return { kind: 'view', text: code === 24 };
    default:
      return { kind: 'unsupported', name: UNSUPPORTED.get(code) ?? `type ${code}` };
  }
}

/** Types that no data set for fine-tuning was seen to use. */
const UNSUPPORTED: ReadonlyMap<number, string> = new Map([
  [11, 'interval'],
  [14, 'union'],
  [22, 'run_end_encoded'],
  [25, 'list_view'],
  [26, 'large_list_view'],
]);

function intType(table: FlatTable): ArrowType {
  const bits = ([8, 16, 32, 64] as const).find((width) => width === flatInt(table, 0));
  return { kind: 'int', bits: bits ?? unknown('integer width'), signed: flatByte(table, 1) !== 0 };
}

function decimalType(scale: number, bits: number): ArrowType {
  if (![32, 64, 128, 256].includes(bits) || scale < 0 || scale > 1000) return unknown('decimal');
  return { kind: 'decimal', bytes: bits / 8, scale };
}

function timeUnit(code: number): TimeUnit {
  return UNITS[code] ?? unknown('time unit');
}

function unknown(what: string): never {
  throw new RangeError(`a field has an unknown ${what}`);
}
