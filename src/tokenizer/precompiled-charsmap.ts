import { base64Head } from '../formats/base64-head.ts';
import type { Change } from './aligned-text.ts';
import { TokenizerError } from './tokenizer-error.ts';

// The charsmap of nmt_nfkc, the largest in use, has 240 kB; a table far beyond that is not one.
const MAX_BASE64 = 64 * 1024 * 1024;

function fromBase64(text: string, key: string): Uint8Array {
  const digits = text.replace(/=+$/, '');
  if (text.length > MAX_BASE64 || /[^A-Za-z0-9+/]/.test(digits)) throw new TokenizerError(key, 'is not base64');
  return base64Head(digits, MAX_BASE64);
}

/** The replacement of a piece of text, undefined when it has none. */
type Replace = (piece: string) => string | undefined;

// The layout of SentencePiece: size of a darts double array, its units, then texts that each end with a NUL.
function readCharsmap(base64: string, key: string): Replace {
  const bytes = fromBase64(base64, key);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = bytes.length >= 4 ? view.getUint32(0, true) : -1;
  if (size < 4 || size % 4 !== 0 || size + 4 > bytes.length) throw new TokenizerError(key, 'is cut off');
  const units = Uint32Array.from({ length: size / 4 }, (_, index) => view.getUint32(4 + index * 4, true));
  const texts = bytes.subarray(4 + size);
  const encoder = new TextEncoder();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const offsetOf = (unit: number): number => (unit >>> 10) << ((unit & 0x200) >>> 6);
  return (piece) => {
    let node = offsetOf(units[0] ?? 0);
    for (const byte of encoder.encode(piece)) {
      if (byte === 0) return undefined;
      node ^= byte;
      const unit = units[node] ?? 0;
      if ((unit & 0x800000ff) !== byte) return undefined;
      node ^= offsetOf(unit);
      if ((unit & 0x100) === 0) continue;
      // The shortest match is the one the library takes, although SentencePiece itself takes the longest.
      const start = (units[node] ?? 0) & 0x7fffffff;
      const end = texts.indexOf(0, start);
      return decoder.decode(texts.subarray(start, end === -1 ? texts.length : end));
    }
    return undefined;
  };
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }
  return bytes;
}

// Longer grapheme clusters are looked up character by character (the library's limit, in UTF-8 bytes).
const MAX_CLUSTER_BYTES = 6;

/**
 * The `Precompiled` normaliser: the changes it makes to a text, undefined when it makes none. `clusters` splits into extended
 * grapheme clusters. The accounting of lengths is that of huggingface/tokenizers, which lets offsets drift when the first
 * characters of a text vanish.
 */
export function precompiledChanges(
  base64: string,
  key: string,
  clusters: (text: string) => Iterable<string>,
): (text: string) => Change[] | undefined {
  const lookUp = readCharsmap(base64, key);
  const known = new Map<string, string | undefined>();
  const replacement = (piece: string): string | undefined => {
    if (known.has(piece)) return known.get(piece);
    if (known.size > 20_000) known.clear();
    const found = lookUp(piece);
    known.set(piece, found);
    return found;
  };
  return (text) => {
    const changes: Change[] = [];
    const set = (at: number, change: number): void => {
      changes[at] = { text: changes[at]?.text ?? '', change };
    };
    let modified = false;
    const rewrite = (piece: string): boolean => {
      const found = replacement(piece);
      if (found === undefined) return false;
      modified = true;
      let surplus = codePoints(found) - codePoints(piece);
      const first = changes.length;
      for (const character of found) changes.push({ text: character, change: 0 });
      for (let at = changes.length - 1; surplus > 0 && at >= first; at--, surplus--) set(at, 1);
      const last = changes.length - 1;
      if (surplus < 0 && last >= 0) set(last, (changes[last]?.change ?? 0) + surplus);
      return true;
    };
    for (const cluster of clusters(text)) {
      if (cluster.length < MAX_CLUSTER_BYTES && utf8Length(cluster) < MAX_CLUSTER_BYTES && rewrite(cluster)) continue;
      for (const character of cluster) if (!rewrite(character)) changes.push({ text: character, change: 0 });
    }
    return modified ? changes : undefined;
  };
}
