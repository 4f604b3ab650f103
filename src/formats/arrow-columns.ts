import { failed, ok, type Result } from '../lib/result.ts';
import type { BatchParts } from './arrow-body.ts';
import { type ArrowColumn, type ColumnShape, isValid, scalarColumn } from './arrow-scalars.ts';
import type { ArrowField } from './arrow-schema.ts';
import { mapValue } from './map-value.ts';
import type { RowValue } from './row-value.ts';

/** The values of every dictionary that was read so far, by id. */
export type Dictionaries = ReadonlyMap<number, readonly (RowValue | undefined)[]>;

/** Values below one column of a batch: 2^28 four-byte ids fill the largest body that is read. */
const MAX_LENGTH = 2 ** 28;
/** Columns of nulls take no bytes, so their length must be bounded on its own. */
const MAX_NULLS = 2 ** 22;

/**
 * Takes the parts of one column from a batch, parents before children, and checks every length and offset once, so that
 * reading a cell cannot leave its buffers.
 */
export function arrowColumn(parts: BatchParts, field: ArrowField, dictionaries: Dictionaries): Result<ArrowColumn> {
  if (field.dictionary) return dictionaryColumn(parts, field, dictionaries);
  const length = parts.node();
  if (!length.ok) return length;
  const { type } = field;
  if (length.value > (type.kind === 'null' ? MAX_NULLS : MAX_LENGTH))
    return failed(`the column ${field.name} claims ${length.value} values`);
  if (type.kind === 'unsupported') return failed(`the column ${field.name} is of type ${type.name}, which is not read`);
  if (type.kind === 'null') return ok({ length: length.value, cell: () => null });
  const validity = parts.buffer();
  if (!validity.ok) return validity;
  if (validity.value.length > 0 && validity.value.length * 8 < length.value)
    return failed(`the column ${field.name} has too few bits for its nulls`);
  const shape: ColumnShape = { field, length: length.value, validity: validity.value };
  switch (type.kind) {
    case 'list':
      return listColumn(parts, { shape, large: type.large, dictionaries });
    case 'map':
      return listColumn(parts, { shape, large: false, dictionaries });
    case 'fixed-list':
      return fixedListColumn(parts, { shape, size: type.size, dictionaries });
    case 'struct':
      return structColumn(parts, shape, dictionaries);
    default:
      return scalarColumn(parts, shape);
  }
}

function dictionaryColumn(parts: BatchParts, field: ArrowField, dictionaries: Dictionaries): Result<ArrowColumn> {
  const { dictionary, ...values } = field;
  if (!dictionary) return failed(`the column ${field.name} has no dictionary`);
  const known = dictionaries.get(dictionary.id);
  const indices = arrowColumn(parts, { ...values, type: dictionary.index, children: [] }, dictionaries);
  if (!indices.ok) return indices;
  if (!known) return failed(`the dictionary of the column ${field.name} is missing`);
  const cell = (index: number): RowValue | undefined => {
    const at = indices.value.cell(index);
    return at === null ? null : known[Number(at)];
  };
  return ok({ length: indices.value.length, cell });
}

interface ListShape {
  readonly shape: ColumnShape;
  readonly large: boolean;
  readonly dictionaries: Dictionaries;
}

function listColumn(parts: BatchParts, { shape, large, dictionaries }: ListShape): Result<ArrowColumn> {
  const { field, length } = shape;
  const buffer = parts.buffer();
  if (!buffer.ok) return buffer;
  const child = onlyChild(parts, field, dictionaries);
  if (!child.ok) return child;
  const offsets = listOffsets(buffer.value, { length, large, end: child.value.length });
  if (!offsets) return failed(`the lists of the column ${field.name} reach behind their values`);
  const isMap = field.type.kind === 'map';
  const hasTextKeys = field.children[0]?.children[0]?.type.kind === 'text';
  const cell = (index: number): RowValue | undefined => {
    if (!isValid(shape, index)) return null;
    const items = cells(child.value, offsets[index] ?? 0, offsets[index + 1] ?? 0);
    return isMap && items ? mapValue(items.map(pairOf), hasTextKeys) : items;
  };
  return ok({ length, cell });
}

/** Undefined where the offsets are not ascending within the child's values. */
function listOffsets(
  bytes: Uint8Array,
  { length, large, end }: { length: number; large: boolean; end: number },
): Float64Array | undefined {
  const offsets = new Float64Array(length + 1);
  // An empty column may leave out its only offset.
  if (length === 0) return offsets;
  const width = large ? 8 : 4;
  if (bytes.length < (length + 1) * width) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let index = 0, before = 0; index <= length; index++) {
    const offset = large ? Number(view.getBigInt64(index * 8, true)) : view.getInt32(index * 4, true);
    if (offset < before || offset > end) return undefined;
    offsets[index] = offset;
    before = offset;
  }
  return offsets;
}

function fixedListColumn(
  parts: BatchParts,
  { shape, size, dictionaries }: { shape: ColumnShape; size: number; dictionaries: Dictionaries },
): Result<ArrowColumn> {
  const { field, length } = shape;
  const child = onlyChild(parts, field, dictionaries);
  if (!child.ok) return child;
  if (size * length > child.value.length)
    return failed(`the column ${field.name} has ${child.value.length} values for ${length} lists of ${size}`);
  const cell = (index: number) => (isValid(shape, index) ? cells(child.value, index * size, (index + 1) * size) : null);
  return ok({ length, cell });
}

function structColumn(parts: BatchParts, shape: ColumnShape, dictionaries: Dictionaries): Result<ArrowColumn> {
  const columns: { name: string; column: ArrowColumn }[] = [];
  for (const child of shape.field.children) {
    const column = arrowColumn(parts, child, dictionaries);
    if (!column.ok) return column;
    if (column.value.length < shape.length)
      return failed(`the field ${child.name} has ${column.value.length} values where its struct has ${shape.length}`);
    columns.push({ name: child.name, column: column.value });
  }
  const cell = (index: number): RowValue | undefined => {
    if (!isValid(shape, index)) return null;
    const value: { [key: string]: RowValue } = Object.create(null);
    for (const { name, column } of columns) {
      const field = column.cell(index);
      if (field === undefined) return undefined;
      value[name] = field;
    }
    return value;
  };
  return ok({ length: shape.length, cell });
}

function onlyChild(parts: BatchParts, field: ArrowField, dictionaries: Dictionaries): Result<ArrowColumn> {
  const [child] = field.children;
  return child ? arrowColumn(parts, child, dictionaries) : failed(`the list ${field.name} has no items in the schema`);
}

function cells(column: ArrowColumn, start: number, end: number): readonly RowValue[] | undefined {
  const items: RowValue[] = [];
  for (let index = start; index < end; index++) {
    const item = column.cell(index);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
}

/** Key and value of a map's entry, whatever the writer called the two. */
function pairOf(entry: RowValue): readonly RowValue[] {
  return typeof entry === 'object' && entry !== null ? Object.values(entry) : [];
}
