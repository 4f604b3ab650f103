import { decompressZstd } from 'hyparquet-compressors';
import { errorText } from '../lib/error-text.ts';
import { failed, ok, type Result } from '../lib/result.ts';

const MAGIC = 0xfd2fb528;

/**
 * Unpacks one frame of Zstandard (RFC 8878) to exactly `size` bytes. The library allocates what a frame's header says and goes
 * on with whatever follows the frame, so the header and the blocks' lengths are walked first.
 */
export function zstdFrame(bytes: Uint8Array, size: number): Result<Uint8Array> {
  const content = contentSize(bytes);
  if (!content.ok) return content;
  if (content.value !== undefined && content.value !== size)
    return failed(`a Zstandard frame says that it unpacks to ${content.value} bytes where ${size} are announced`);
  try {
    // With a buffer of ours the library is bounded, but first writes it out as text to compare it with 1 (fzstd 0.1.1).
    const output = decompressZstd(bytes, content.value === undefined ? new Uint8Array(size) : undefined);
    return output.length === size ? ok(output) : failed(`a Zstandard frame unpacks to ${output.length} bytes`);
  } catch (error) {
    return failed(`a Zstandard frame is damaged: ${errorText(error)}`);
  }
}

/** What the frame header says, undefined where it does not; the frame must end where the bytes end. */
function contentSize(bytes: Uint8Array): Result<number | undefined> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 9 || view.getUint32(0, true) !== MAGIC) return failed('it is not a Zstandard frame');
  const descriptor = bytes[4] ?? 0;
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const sizeFlag = descriptor >> 6;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const sizeAt = 5 + (isSingleSegment ? 0 : 1) + dictionaryBytes;
  const sizeBytes = sizeFlag === 0 ? (isSingleSegment ? 1 : 0) : 2 ** sizeFlag;
  let at = sizeAt + sizeBytes;
  for (let isLast = false; !isLast; ) {
    if (at + 3 > bytes.length) return failed('a Zstandard frame ends inside a block');
    const header = (bytes[at] ?? 0) + (bytes[at + 1] ?? 0) * 256 + (bytes[at + 2] ?? 0) * 65536;
    isLast = (header & 1) === 1;
    // A block of type 1 is one byte, repeated.
    at += 3 + (((header >> 1) & 3) === 1 ? 1 : header >> 3);
  }
  if (at + ((descriptor & 0x04) === 0 ? 0 : 4) !== bytes.length)
    return failed('more follows the first Zstandard frame, or it ends early');
  if (sizeBytes === 0) return ok(undefined);
  if (sizeBytes === 1) return ok(bytes[sizeAt]);
  // Two bytes count from 256.
  if (sizeBytes === 2) return ok(view.getUint16(sizeAt, true) + 256);
  return ok(sizeBytes === 4 ? view.getUint32(sizeAt, true) : Number(view.getBigUint64(sizeAt, true)));
}
