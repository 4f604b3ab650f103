import { firstNonUtf8 } from '../lib/first-non-utf8.ts';
import { failed, ok, type Result } from '../lib/result.ts';

/**
 * UTF-8, strictly: a replacement character would look like something the run wrote. A byte order mark is kept. The problem names the
 * first bad byte and has it as `offset`.
 */
export function decodeText(bytes: Uint8Array): Result<string> {
  try {
    return ok(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    const offset = firstNonUtf8(bytes);
    const bad = bytes[offset];
    if (bad === undefined) return failed(`has ${bytes.length} bytes, too many for one text here`);
    return failed(`is not UTF-8 text: byte ${offset} (0x${hex(bad)}) is not part of any character`, { offset });
  }
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}
