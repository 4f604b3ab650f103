import { firstNonUtf8 } from '../lib/first-non-utf8.ts';
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
    const offset = bytes.length - body.length + firstNonUtf8(body);
    if (offset >= bytes.length) return failed(`${bytes.length} bytes are too many for one string here`);
    return failed(`byte ${offset} is not UTF-8`, { offset });
  }
}
