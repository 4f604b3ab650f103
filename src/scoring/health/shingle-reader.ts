/** spec/evaluation.md section 3: five words, or seven characters where words are few or the script does not space them. */
const WORDS = 5;
const CHARACTERS = 7;
/** With fewer words than this a text has too few word shingles for a share of them to mean much. */
const FEWEST_WORDS = 12;
const SPACE = 0x20;
/** FNV-1a, 32 bits. */
const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;
/** An odd multiplier spreads the hashes of the parts over all bits before they are joined. */
const MIX = 0x9e3779b1;

/**
 * Makes what reads the shingles of normalised texts (lower case, single spaces) of at most `longest` UTF-16 units: 32-bit hashes, each
 * once, ascending; none of an empty text. They are overwritten by the next text, since an array for each of a hundred thousand texts
 * costs more than reading them. In a pair of texts of a hundred words two different shingles share a hash once in some 500,000 pairs,
 * which moves their share by one.
 */
export function shingleReader(longest: number): (text: string) => Int32Array {
  const parts = new Int32Array(longest);
  return (text) => {
    const words = readWords(text, parts);
    const isWorded = words >= FEWEST_WORDS;
    const count = isWorded ? words : readCharacters(text, parts);
    const shingles = joinWindows(parts, count, isWorded ? WORDS : CHARACTERS);
    return distinct(parts.subarray(0, shingles).sort());
  };
}

/** The hashes of the words, and how many there are. */
function readWords(text: string, words: Int32Array): number {
  let [count, hash, length] = [0, OFFSET, 0];
  for (let at = 0; at <= text.length; at++) {
    const code = at === text.length ? SPACE : text.charCodeAt(at);
    if (code !== SPACE) {
      hash = Math.imul(hash ^ code, PRIME);
      length++;
    } else if (length > 0) {
      words[count++] = hash;
      [hash, length] = [OFFSET, 0];
    }
  }
  return count;
}

function readCharacters(text: string, characters: Int32Array): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.codePointAt(at) ?? 0;
    if (code > 0xffff) at++;
    characters[count++] = code;
  }
  return count;
}

/** Puts the hash of each window in the place of its first part, and says how many there are. A text shorter than a window is one. */
function joinWindows(parts: Int32Array, count: number, size: number): number {
  if (count === 0) return 0;
  const windows = Math.max(1, count - size + 1);
  for (let start = 0; start < windows; start++) {
    let hash = OFFSET;
    const end = Math.min(count, start + size);
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ Math.imul(parts[at] ?? 0, MIX), PRIME) ^ (hash >>> 15);
    parts[start] = hash;
  }
  return windows;
}

function distinct(sorted: Int32Array): Int32Array {
  let kept = 0;
  for (let at = 0; at < sorted.length; at++) {
    const hash = sorted[at] ?? 0;
    if (kept === 0 || hash !== sorted[kept - 1]) sorted[kept++] = hash;
  }
  return sorted.subarray(0, kept);
}
