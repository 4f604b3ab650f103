/** One line of bytes without its line end, or a line that is longer than the limit and was skipped. */
export interface ByteLine {
  /** From 1. */
  readonly line: number;
  readonly byteOffset: number;
  /** Length in bytes, also of a skipped line; a carriage return before the line feed is not counted. */
  readonly length: number;
  /** The whole line; of a skipped line only its first bytes. */
  readonly bytes: Uint8Array;
  readonly skipped: boolean;
}

/** A line whose end has not been seen. */
interface Pending {
  readonly line: number;
  readonly byteOffset: number;
  parts: Uint8Array[];
  length: number;
  lastByte: number;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** How much of a line over the limit is kept, to tell what it is. */
const KEPT_OF_SKIPPED = 64;

/**
 * Cuts a stream into lines at line feeds. Memory stays below one chunk plus one line of `maxLineBytes`: of a longer line
 * only the first bytes are kept. A last line without a line feed counts; nothing comes after a final line feed.
 */
export async function* byteLines(chunks: AsyncIterable<Uint8Array>, maxLineBytes: number): AsyncGenerator<ByteLine> {
  let pending = emptyLine(1, 0);
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, from)) {
      append(pending, chunk.subarray(from, at), maxLineBytes);
      yield finish(pending, maxLineBytes);
      pending = emptyLine(pending.line + 1, pending.byteOffset + pending.length + 1);
      from = at + 1;
    }
    append(pending, chunk.subarray(from), maxLineBytes);
    // The source may reuse its buffer for the next chunk, so what waits is copied.
    const last = pending.parts.pop();
    if (last !== undefined) pending.parts.push(last.buffer === chunk.buffer ? last.slice() : last);
  }
  if (pending.length > 0) yield finish(pending, maxLineBytes);
}

function emptyLine(line: number, byteOffset: number): Pending {
  return { line, byteOffset, parts: [], length: 0, lastByte: -1 };
}

function append(pending: Pending, part: Uint8Array, maxLineBytes: number): void {
  if (part.length === 0) return;
  const wasSkipped = pending.length > maxLineBytes;
  pending.length += part.length;
  pending.lastByte = part[part.length - 1] ?? -1;
  if (wasSkipped) return;
  pending.parts.push(part);
  if (pending.length > maxLineBytes) pending.parts = [joined(pending.parts, KEPT_OF_SKIPPED)];
}

function finish(pending: Pending, maxLineBytes: number): ByteLine {
  const { line, byteOffset } = pending;
  const skipped = pending.length > maxLineBytes;
  const length = pending.lastByte === CARRIAGE_RETURN ? pending.length - 1 : pending.length;
  const [only] = pending.parts;
  const all = only !== undefined && pending.parts.length === 1 ? only : joined(pending.parts, pending.length);
  return { line, byteOffset, length, bytes: skipped ? all : all.subarray(0, length), skipped };
}

function joined(parts: readonly Uint8Array[], maxLength: number): Uint8Array {
  const total = parts.reduce((sum, part) => sum + part.length, 0);
  const all = new Uint8Array(Math.min(total, maxLength));
  let at = 0;
  for (const part of parts) {
    const fitting = part.subarray(0, all.length - at);
    all.set(fitting, at);
    at += fitting.length;
  }
  return all;
}
