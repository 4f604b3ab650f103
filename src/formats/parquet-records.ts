import { ok, type Problem, type Result } from '../lib/result.ts';
import { mapValue } from './map-value.ts';
import type { LeafPage } from './parquet-page.ts';
import type { ParquetNode, ParquetSchema } from './parquet-schema.ts';
import type { Row, RowValue } from './row-value.ts';

/** The entries of one column that were read and not yet used. */
export interface LeafEntries {
  reps: readonly number[] | undefined;
  defs: readonly number[] | undefined;
  cells: readonly (RowValue | undefined)[];
  count: number;
  /** Next entry, and next value: entries below the full definition level have none. */
  at: number;
  valueAt: number;
}

interface Assembly {
  readonly schema: ParquetSchema;
  readonly leaves: readonly LeafEntries[];
  /** The first column with a value that is not of its type, which costs this row. */
  broken: string | undefined;
  /** Columns below one field contradict each other, which costs the rest of the row group. */
  torn: boolean;
}

/** `torn`: nothing behind this row can be trusted either. */
export interface RecordProblem extends Problem {
  readonly torn: boolean;
}

/** What is known of a column before its first page. */
export function emptyEntries(): LeafEntries {
  return { reps: undefined, defs: undefined, cells: [], count: 0, at: 0, valueAt: 0 };
}

/** Puts a page behind the entries that are still unused: a row of a repeated column may go on in the next page. */
export function addPage(entries: LeafEntries, page: LeafPage): void {
  const rest = entries.count - entries.at;
  if (rest === 0) Object.assign(entries, page);
  else {
    entries.reps = joined(entries.reps, page.reps, entries.at);
    entries.defs = joined(entries.defs, page.defs, entries.at);
    entries.cells = entries.cells.slice(entries.valueAt).concat(page.cells);
    entries.count = rest + page.count;
  }
  entries.at = 0;
  entries.valueAt = 0;
}

function joined(before: readonly number[] | undefined, after: readonly number[] | undefined, at: number) {
  return before && after ? before.slice(at).concat(after) : undefined;
}

/** Rows whose last entry is known: the last row of a repeated column is open until the next one begins or the column ends. */
export function wholeRows(entries: LeafEntries, ended: boolean): number {
  const { reps, at, count } = entries;
  if (!reps) return count - at;
  let rows = 0;
  for (let entry = at; entry < count; entry++) if (reps[entry] === 0) rows++;
  return ended || rows === 0 ? rows : rows - 1;
}

/**
 * Assembles the next row from the columns' entries, as the Dremel paper describes: a definition level says how much of a
 * path is there, a repetition level which list goes on.
 */
export function nextRow(schema: ParquetSchema, leaves: readonly LeafEntries[]): Result<Row, RecordProblem> {
  const assembly: Assembly = { schema, leaves, broken: undefined, torn: false };
  const row = structValue(assembly, schema.fields);
  for (const { at, count, reps } of leaves) {
    // Columns of one field must begin their rows together; one that is behind or ahead would mix rows.
    if (at > count || (at < count && (reps?.[at] ?? 0) > 0)) assembly.torn = true;
  }
  if (assembly.torn) return { ok: false, problem: { reason: 'its columns do not have the same rows', torn: true } };
  if (assembly.broken === undefined) return ok(row);
  const reason = `the column ${assembly.broken} holds a value that is not of its type (text that is not UTF-8?)`;
  return { ok: false, problem: { reason, torn: false } };
}

type Body = (assembly: Assembly, node: ParquetNode) => RowValue;

function fieldValue(assembly: Assembly, node: ParquetNode, body: Body = bodyValue): RowValue {
  const first = assembly.leaves[node.firstLeaf];
  if (!first) return null;
  if (node.repetition === 'REQUIRED') return body(assembly, node);
  if ((first.defs?.[first.at] ?? 0) < node.def) {
    for (let leaf = node.firstLeaf; leaf < node.endLeaf; leaf++) skipEntry(assembly, leaf);
    return node.repetition === 'REPEATED' ? [] : null;
  }
  if (node.repetition === 'OPTIONAL') return body(assembly, node);
  const items: RowValue[] = [];
  do items.push(body(assembly, node));
  while (first.at < first.count && first.reps?.[first.at] === node.rep);
  return items;
}

function bodyValue(assembly: Assembly, node: ParquetNode): RowValue {
  const [child] = node.children;
  if (node.shape === 'leaf') return takeCell(assembly, node);
  if (node.shape === 'struct' || !child) return structValue(assembly, node.children);
  if (node.shape === 'map') {
    const pairs = fieldValue(assembly, child, pairValue);
    return Array.isArray(pairs) ? mapValue(pairs, hasTextKeys(child)) : pairs;
  }
  return fieldValue(assembly, child, isWrapper(node, child) ? onlyChild : bodyValue);
}

/** Old writers made the repeated group itself the item (LogicalTypes.md, "Backward-compatibility rules" of lists). */
function isWrapper(list: ParquetNode, repeated: ParquetNode): boolean {
  return repeated.children.length === 1 && repeated.name !== 'array' && repeated.name !== `${list.name}_tuple`;
}

function onlyChild(assembly: Assembly, node: ParquetNode): RowValue {
  const [child] = node.children;
  return child ? fieldValue(assembly, child) : null;
}

function pairValue(assembly: Assembly, node: ParquetNode): RowValue {
  return node.children.map((child) => fieldValue(assembly, child));
}

function structValue(assembly: Assembly, fields: readonly ParquetNode[]): { [key: string]: RowValue } {
  const value: { [key: string]: RowValue } = Object.create(null);
  for (const field of fields) value[field.name] = fieldValue(assembly, field);
  return value;
}

function hasTextKeys(pairs: ParquetNode): boolean {
  const key = pairs.children[0]?.element;
  return key?.converted_type === 'UTF8' || key?.logical_type?.type === 'STRING';
}

function takeCell(assembly: Assembly, node: ParquetNode): RowValue {
  const entries = assembly.leaves[node.firstLeaf];
  if (!entries) return null;
  if ((entries.defs?.[entries.at] ?? node.def) !== node.def) assembly.torn = true;
  entries.at++;
  const cell = entries.cells[entries.valueAt++];
  if (cell === undefined) assembly.broken ??= node.name;
  return cell ?? null;
}

/** The entry of a column below something that is not there: it must not have a value. */
function skipEntry(assembly: Assembly, leaf: number): void {
  const entries = assembly.leaves[leaf];
  if (!entries) return;
  const full = assembly.schema.leaves[leaf]?.node.def;
  if (entries.defs === undefined || entries.defs[entries.at] === full) assembly.torn = true;
  entries.at++;
}
