import { readFileSync } from 'node:fs';
import type { ByteSource } from '../../src/formats/byte-source.ts';
import type { TableItem } from '../../src/formats/table-item.ts';
import { ok } from '../../src/lib/result.ts';

const FOLDER = new URL('../fixtures/data-sets/', import.meta.url);

/** A file of test/fixtures/data-sets, which make.py there writes. */
export function fixtureBytes(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(name, FOLDER)));
}

/** The rows of a fixture as Python reads them. */
export function expectedRows(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'));
}

export function sourceOf(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, slice: async (start, end) => ok(bytes.subarray(start, Math.max(start, end))) };
}

export async function itemsOf(items: AsyncIterable<TableItem>): Promise<readonly TableItem[]> {
  const all: TableItem[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Rows with what JSON cannot say spelled as make.py spells it. */
export function rowsAsJson(items: readonly TableItem[]): unknown {
  return items.map((item) => (item.state === 'row' ? asJson(item.value) : item));
}

function asJson(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('base64') };
  if (typeof value === 'number' && !Number.isFinite(value))
    return { float: Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf' };
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asJson(item)]));
  return value;
}
