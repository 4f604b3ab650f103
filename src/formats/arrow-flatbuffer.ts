/**
 * A table of a FlatBuffers message, which is how Arrow writes its metadata. Fields are found through offsets that the file
 * gives: an offset that leads out of the message makes `DataView` throw a RangeError, which the caller turns into a problem.
 */
export interface FlatTable {
  readonly view: DataView;
  readonly at: number;
}

/** Entries of one vector, text included: a message has at most 64 MB. */
const MAX_ENTRIES = 64 * 1024 * 1024;

/** The table that a message consists of. */
export function rootTable(bytes: Uint8Array): FlatTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { view, at: view.getUint32(0, true) };
}

/** Where the field begins; undefined where the writer left it at its default. */
function fieldAt({ view, at }: FlatTable, field: number): number | undefined {
  const vtable = at - view.getInt32(at, true);
  const entry = 4 + field * 2;
  const offset = entry < view.getUint16(vtable, true) ? view.getUint16(vtable + entry, true) : 0;
  return offset === 0 ? undefined : at + offset;
}

/** An unsigned byte, also a boolean or a union's type; `fallback` is the schema's default, which writers leave out. */
export function flatByte(table: FlatTable, field: number, fallback = 0): number {
  const at = fieldAt(table, field);
  return at === undefined ? fallback : table.view.getUint8(at);
}

/** A signed 16-bit integer; `fallback` as for `flatByte`. */
export function flatShort(table: FlatTable, field: number, fallback = 0): number {
  const at = fieldAt(table, field);
  return at === undefined ? fallback : table.view.getInt16(at, true);
}

/** A signed 32-bit integer; `fallback` as for `flatByte`. */
export function flatInt(table: FlatTable, field: number, fallback = 0): number {
  const at = fieldAt(table, field);
  return at === undefined ? fallback : table.view.getInt32(at, true);
}

/** A 64-bit integer; what a double cannot hold exactly is no length or offset of a real file. */
export function flatLong(table: FlatTable, field: number): number {
  const at = fieldAt(table, field);
  return at === undefined ? 0 : safeLong(table.view, at);
}

/** The table that a field refers to; undefined where it refers to none. */
export function flatTable(table: FlatTable, field: number): FlatTable | undefined {
  const at = fieldAt(table, field);
  return at === undefined ? undefined : { view: table.view, at: at + table.view.getUint32(at, true) };
}

/** A string, strictly UTF-8; undefined where there is none. */
export function flatText(table: FlatTable, field: number): string | undefined {
  const bytes = vectorAt(table, field, 1);
  if (!bytes) return undefined;
  const { view } = table;
  // Names decide which column is which, so a broken one must not be repaired: `fatal` throws as every damage here does.
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
    new Uint8Array(view.buffer, view.byteOffset + bytes.start, bytes.count),
  );
}

/** A vector of tables, empty where there is none. */
export function flatTables(table: FlatTable, field: number): readonly FlatTable[] {
  const { view } = table;
  const vector = vectorAt(table, field, 4);
  return Array.from({ length: vector?.count ?? 0 }, (_, index) => {
    const at = (vector?.start ?? 0) + index * 4;
    return { view, at: at + view.getUint32(at, true) };
  });
}

/** A vector of structs that are pairs of 64-bit integers: Arrow's field nodes and buffers. */
export function flatPairs(table: FlatTable, field: number): readonly (readonly [number, number])[] {
  const { view } = table;
  const vector = vectorAt(table, field, 16);
  return Array.from({ length: vector?.count ?? 0 }, (_, index) => {
    const at = (vector?.start ?? 0) + index * 16;
    return [safeLong(view, at), safeLong(view, at + 8)];
  });
}

/** A vector of 64-bit integers, empty where there is none. */
export function flatLongs(table: FlatTable, field: number): readonly number[] {
  const vector = vectorAt(table, field, 8);
  return Array.from({ length: vector?.count ?? 0 }, (_, index) =>
    safeLong(table.view, (vector?.start ?? 0) + index * 8),
  );
}

function vectorAt(table: FlatTable, field: number, width: number): { start: number; count: number } | undefined {
  const at = fieldAt(table, field);
  if (at === undefined) return undefined;
  const start = at + table.view.getUint32(at, true) + 4;
  const count = table.view.getUint32(start - 4, true);
  if (count > MAX_ENTRIES || start + count * width > table.view.byteLength)
    throw new RangeError(`a list of ${count} entries does not fit`);
  return { start, count };
}

function safeLong(view: DataView, at: number): number {
  const value = Number(view.getBigInt64(at, true));
  if (!Number.isSafeInteger(value)) throw new RangeError(`the number ${value} is beyond 2^53`);
  return value;
}
