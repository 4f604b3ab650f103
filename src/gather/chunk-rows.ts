import { readJsonLines } from '../formats/jsonl.ts';
import type { Row } from '../formats/row-value.ts';
import { plainRows } from './plain-rows.ts';
import type { RowChunk } from './row-chunks.ts';

/** Larger chunks hold a line that may be too long. */
const MAX_PLAIN_BYTES = 8 * 1024 * 1024;

/** The rows of a chunk; a text says why a line could not be read. */
export async function chunkRows(chunk: RowChunk): Promise<readonly (Row | string)[]> {
  if (chunk.kind === 'rows') return chunk.rows.map((row) => row ?? 'could not be read');
  const { bytes } = chunk;
  return (bytes.length <= MAX_PLAIN_BYTES ? plainRows(bytes) : undefined) ?? (await carefulRows(bytes));
}

async function carefulRows(bytes: Uint8Array): Promise<readonly (Row | string)[]> {
  const rows: (Row | string)[] = [];
  for await (const item of readJsonLines(once(bytes), { nonFinite: true })) {
    if (item.state === 'damaged') rows.push(item.reason);
    else if (typeof item.value === 'object' && item.value !== null && !Array.isArray(item.value)) rows.push(item.value);
    else rows.push('the line is not a JSON object');
  }
  return rows;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
