const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

const SEXTETS = new Int16Array(128).fill(-1);
for (let index = 0; index < ALPHABET.length; index++) SEXTETS[ALPHABET.charCodeAt(index)] = index;

/**
 * The first bytes of base64 text, at most `limit`. Other characters are skipped, as `base64.decodebytes` of Python does, and padding
 * ends the text. Nothing is an error; what is no base64 gives bytes that are no image.
 */
export function base64Head(text: string, limit: number): Uint8Array {
  const bytes = new Uint8Array(Math.min(limit, Math.ceil((text.length * 3) / 4)));
  let length = 0;
  let held = 0;
  let bits = 0;
  for (let at = 0; at < text.length && length < bytes.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x3d) break;
    const sextet = code < 128 ? (SEXTETS[code] ?? -1) : -1;
    if (sextet < 0) continue;
    held = ((held << 6) | sextet) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[length++] = (held >> bits) & 0xff;
  }
  return bytes.subarray(0, length);
}
