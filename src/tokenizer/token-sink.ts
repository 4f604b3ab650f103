/** Tokens as they are found: ids and UTF-16 ranges, in arrays that grow and are used again. */
export interface TokenSink {
  ids: Int32Array;
  starts: Int32Array;
  ends: Int32Array;
  length: number;
  /** False when only ids are wanted: then starts and ends may hold anything. */
  placed: boolean;
}

/** A sink that asks for places. */
export function createTokenSink(): TokenSink {
  return { ids: new Int32Array(256), starts: new Int32Array(256), ends: new Int32Array(256), length: 0, placed: true };
}

function grown(array: Int32Array, size: number): Int32Array {
  const larger = new Int32Array(size);
  larger.set(array);
  return larger;
}

/** Makes room for `count` more tokens. */
export function reserveTokens(sink: TokenSink, count: number): void {
  const needed = sink.length + count;
  if (needed <= sink.ids.length) return;
  const size = Math.max(needed, sink.ids.length * 2);
  sink.ids = grown(sink.ids, size);
  sink.starts = grown(sink.starts, size);
  sink.ends = grown(sink.ends, size);
}

/** Appends one token with its range. */
export function pushToken(sink: TokenSink, id: number, range: readonly [number, number]): void {
  reserveTokens(sink, 1);
  sink.ids[sink.length] = id;
  sink.starts[sink.length] = range[0];
  sink.ends[sink.length++] = range[1];
}
