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
 * The shingles of a normalised text (lower case, single spaces) as 32-bit hashes, each once, ascending; empty for an empty text. In
 * a pair of texts of a hundred words two different shingles share a hash once in some 500,000 pairs, which moves their share by one.
 */
export function shinglesOf(text: string): Int32Array {
  const words = wordHashes(text);
  const isWorded = words.length >= FEWEST_WORDS;
  const parts = isWorded ? words : Int32Array.from(text, (character) => character.codePointAt(0) ?? 0);
  if (parts.length === 0) return new Int32Array();
  return distinct(windows(parts, isWorded ? WORDS : CHARACTERS));
}

function wordHashes(text: string): Int32Array {
  const hashes: number[] = [];
  let hash = OFFSET;
  let length = 0;
  for (let at = 0; at <= text.length; at++) {
    const code = at === text.length ? SPACE : text.charCodeAt(at);
    if (code !== SPACE) {
      hash = Math.imul(hash ^ code, PRIME);
      length++;
    } else if (length > 0) {
      hashes.push(hash);
      hash = OFFSET;
      length = 0;
    }
  }
  return Int32Array.from(hashes);
}

/** A text shorter than a window is one shingle. */
function windows(parts: Int32Array, size: number): Int32Array {
  const count = Math.max(1, parts.length - size + 1);
  const found = new Int32Array(count);
  for (let start = 0; start < count; start++) {
    let hash = OFFSET;
    const end = Math.min(parts.length, start + size);
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ Math.imul(parts[at] ?? 0, MIX), PRIME) ^ (hash >>> 15);
    found[start] = hash;
  }
  return found;
}

function distinct(hashes: Int32Array): Int32Array {
  const sorted = hashes.sort();
  let kept = 1;
  for (let at = 1; at < sorted.length; at++) {
    const hash = sorted[at] ?? 0;
    if (hash !== sorted[kept - 1]) sorted[kept++] = hash;
  }
  return sorted.slice(0, kept);
}
