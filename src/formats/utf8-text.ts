import { failed, ok, type Result } from '../lib/result.ts';

const MARK = [0xef, 0xbb, 0xbf] as const;
// One for all calls: a vocabulary is 150,000 texts, and to make a decoder costs more than to use it.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Decodes UTF-8 without ever replacing a broken sequence: bytes that are not UTF-8 are a problem whose `offset` is the
 * first broken byte. A byte order mark at the start is dropped.
 */
export function utf8Text(bytes: Uint8Array): Result<string> {
  const body = MARK.every((byte, index) => bytes[index] === byte) ? bytes.subarray(MARK.length) : bytes;
  try {
    return ok(decoder.decode(body));
  } catch {
    const offset = bytes.length - body.length + firstBroken(body);
    if (offset >= bytes.length) return failed(`${bytes.length} bytes are too many for one string here`);
    return failed(`byte ${offset} is not UTF-8`, { offset });
  }
}

/** Index of the first byte that no well-formed sequence covers (Unicode 16, table 3-7); the length when there is none. */
function firstBroken(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return at;
}

function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + length > bytes.length) return 0;
  const second = bytes[at + 1] ?? 0;
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let next = 2; next < length; next++) {
    if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  return length;
}
