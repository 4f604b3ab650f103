import type { Row, RowValue } from '../formats/row-value.ts';

/** Rows nest a few levels deep; what nests deeper is left to the careful reader, which has a limit of its own. */
const MAX_DEPTH = 64;
const CARRIAGE_RETURN = '\r';

/**
 * The rows of whole lines of JSON, read by `JSON.parse`, which takes a third of the time of the reader that says what is wrong
 * (src/formats/jsonl.ts). Undefined as soon as anything is met of which the two could make something different: a line that is
 * no JSON object, bytes that are not UTF-8, a number that a double does not hold, a key that means something to JavaScript.
 */
export function plainRows(bytes: Uint8Array): readonly Row[] | undefined {
  const rows: Row[] = [];
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    for (let from = 0; from < text.length; ) {
      const found = text.indexOf('\n', from);
      const end = found === -1 ? text.length : found;
      const line = text.slice(from, end);
      from = end + 1;
      if (line === '' || line === CARRIAGE_RETURN) continue;
      const row: unknown = JSON.parse(line);
      if (!isPlainRow(row)) return undefined;
      rows.push(row);
    }
  } catch {
    return undefined;
  }
  return rows;
}

function isPlainRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && isPlain(value, 0);
}

function isPlain(value: unknown, depth: number): value is RowValue {
  if (typeof value === 'string' || value === null || typeof value === 'boolean') return true;
  // Beyond ±(2^53 - 1) whole numbers are kept as their digits, and only the text says whether it was one.
  if (typeof value === 'number') return Number.isSafeInteger(value) || (Number.isFinite(value) && value % 1 !== 0);
  if (typeof value !== 'object' || depth > MAX_DEPTH) return false;
  if (Array.isArray(value)) {
    for (const item of value) if (!isPlain(item, depth + 1)) return false;
    return true;
  }
  for (const [key, item] of Object.entries(value)) if (key === '__proto__' || !isPlain(item, depth + 1)) return false;
  return true;
}
