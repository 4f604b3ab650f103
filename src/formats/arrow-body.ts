import { failed, ok, type Result } from '../lib/result.ts';
import type { BatchLayout } from './arrow-message.ts';
import { lz4Frame } from './lz4-frame.ts';
import { zstdFrame } from './zstd-frame.ts';

/** Hands out the parts of a batch in the order in which its columns use them. */
export interface BatchParts {
  /** Length of the next column. */
  readonly node: () => Result<number>;
  /** The next buffer, unpacked; columns that were never null may have an empty one. */
  readonly buffer: () => Result<Uint8Array>;
  /** How many extra buffers the next column of views has. */
  readonly extra: () => Result<number>;
}

/** What the buffers of one batch may unpack to; also the largest body that is read. */
export const MAX_BODY_BYTES = 1024 * 1024 * 1024;

/** The parts of a batch whose whole body is at hand. A part that lies outside of it, or is not there, is a problem when it is asked for. */
export function batchParts(layout: BatchLayout, body: Uint8Array): BatchParts {
  let node = 0;
  let buffer = 0;
  let extra = 0;
  const budget = { left: MAX_BODY_BYTES };
  return {
    node: () => {
      const length = layout.nodes[node++]?.[0];
      return length !== undefined && length >= 0 ? ok(length) : failed('it describes fewer columns than the schema');
    },
    buffer: () => {
      const range = layout.buffers[buffer++];
      if (!range) return failed('it has fewer buffers than its columns need');
      const [start, length] = range;
      if (start < 0 || length < 0 || start + length > body.length)
        return failed(`a buffer is said to lie at bytes ${start} to ${start + length} of ${body.length}`);
      const packed = body.subarray(start, start + length);
      return layout.compression === 'none' ? ok(packed) : unpacked(layout.compression, packed, budget);
    },
    extra: () => {
      const count = layout.variadic[extra++] ?? -1;
      return count >= 0 && count <= layout.buffers.length
        ? ok(count)
        : failed('it does not say how many buffers it has');
    },
  };
}

/** A compressed buffer begins with its unpacked length; -1 says that it was not worth compressing. */
function unpacked(codec: 'lz4' | 'zstd' | 'unknown', packed: Uint8Array, budget: { left: number }): Result<Uint8Array> {
  if (packed.length === 0) return ok(packed);
  if (packed.length < 8) return failed('a compressed buffer is too short');
  const size = Number(new DataView(packed.buffer, packed.byteOffset, 8).getBigInt64(0, true));
  const data = packed.subarray(8);
  if (size === -1) return ok(data);
  budget.left -= size;
  if (size < 0 || budget.left < 0) return failed(`a buffer claims ${size} bytes; a batch may have ${MAX_BODY_BYTES}`);
  if (codec === 'unknown') return failed('its compression is neither LZ4 nor Zstandard');
  if (size === 0) return ok(new Uint8Array(0));
  return codec === 'lz4' ? lz4Frame(data, size) : zstdFrame(data, size);
}
