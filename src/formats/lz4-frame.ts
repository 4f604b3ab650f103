import { failed, ok, type Result } from '../lib/result.ts';

const MAGIC = 0x184d2204;
const LARGEST_LENGTH_BYTE = 255;

/**
 * Unpacks one frame of LZ4 (lz4_Frame_format.md) to exactly `size` bytes, as Arrow's compressed buffers hold them. Blocks may refer
 * to the blocks before them. Checksums are not verified: what is wrong shows when the values are read.
 */
export function lz4Frame(bytes: Uint8Array, size: number): Result<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 7 || view.getUint32(0, true) !== MAGIC) return failed('it is not an LZ4 frame');
  const flags = bytes[4] ?? 0;
  // Flags: 0x10 block checksums, 0x08 content size, 0x01 dictionary id.
  let at = 6 + (flags & 0x08 ? 8 : 0) + (flags & 0x01 ? 4 : 0) + 1;
  const output = new Uint8Array(size);
  let filled = 0;
  while (at + 4 <= bytes.length) {
    const head = view.getUint32(at, true);
    const length = head & 0x7fffffff;
    at += 4;
    if (length === 0) break;
    if (at + length > bytes.length) return failed('an LZ4 block ends behind its buffer');
    const block = bytes.subarray(at, at + length);
    const stored = head >>> 31 === 1;
    const end = stored ? filled + length : unpackBlock(block, output, filled);
    if (end < 0 || end > size) return failed('an LZ4 block is damaged');
    if (stored) output.set(block, filled);
    filled = end;
    at += length + (flags & 0x10 ? 4 : 0);
  }
  return filled === size ? ok(output) : failed(`an LZ4 frame unpacks to ${filled} bytes where ${size} are announced`);
}

/** Returns where the output ends, -1 for damage. */
function unpackBlock(block: Uint8Array, output: Uint8Array, start: number): number {
  let at = 0;
  let end = start;
  const lengthFrom = (nibble: number): number => {
    if (nibble < 15) return nibble;
    let length = nibble;
    for (let byte = LARGEST_LENGTH_BYTE; byte === LARGEST_LENGTH_BYTE; length += byte) byte = block[at++] ?? 0;
    return length;
  };
  while (at < block.length) {
    const token = block[at++] ?? 0;
    const literals = lengthFrom(token >> 4);
    if (at + literals > block.length || end + literals > output.length) return -1;
    output.set(block.subarray(at, at + literals), end);
    at += literals;
    end += literals;
    // The last sequence of a block has literals only.
    if (at >= block.length) return end;
    const offset = (block[at] ?? 0) + (block[at + 1] ?? 0) * 256;
    at += 2;
    const length = lengthFrom(token & 15) + 4;
    if (offset === 0 || offset > end || end + length > output.length) return -1;
    if (offset >= length) output.copyWithin(end, end - offset, end - offset + length);
    else for (let copied = 0; copied < length; copied++) output[end + copied] = output[end + copied - offset] ?? 0;
    end += length;
  }
  return end;
}
