import { failed, ok, type Result } from '../lib/result.ts';

/** UTF-8, strictly: a replacement character would look like something the run wrote. Names the first bad byte. */
export function decodeText(bytes: Uint8Array): Result<string> {
  try {
    return ok(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    const offset = firstBadByte(bytes);
    return failed(`is not UTF-8 text: byte ${offset} (0x${hex(bytes[offset])}) is not part of any character`, {
      offset,
    });
  }
}

/** Decoding with `stream` accepts a prefix exactly when no complete sequence in it is bad, so the end of the longest good one is searched. */
function firstBadByte(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (good < bad) {
    const middle = (good + bad + 1) >> 1;
    if (decodes(bytes.subarray(0, middle))) good = middle;
    else bad = middle - 1;
  }
  return Math.min(good, bytes.length - 1);
}

function decodes(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function hex(byte: number | undefined): string {
  return (byte ?? 0).toString(16).toUpperCase().padStart(2, '0');
}
