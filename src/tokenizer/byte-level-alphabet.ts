/**
 * The byte a character of a byte-level vocabulary stands for: printable Latin-1 characters stand for themselves, the other
 * 68 bytes are numbered from U+0100 on (the alphabet of GPT-2, used by every `ByteLevel` component).
 */
export function byteLevelAlphabet(): ReadonlyMap<string, number> {
  const alphabet = new Map<string, number>();
  let next = 0x100;
  for (let byte = 0; byte < 256; byte++) {
    const printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
    alphabet.set(String.fromCodePoint(printable ? byte : next++), byte);
  }
  return alphabet;
}
