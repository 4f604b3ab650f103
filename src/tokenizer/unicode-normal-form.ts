import type { Change } from './aligned-text.ts';
import { codePointSet } from './code-point-set.ts';
import { nativeUnicode } from './native-unicode.ts';

export type NormalForm = 'NFC' | 'NFD' | 'NFKC' | 'NFKD';

interface Mark {
  readonly text: string;
  change: number;
  readonly rank: number;
}

const notDecomposed = codePointSet(nativeUnicode.notDecomposed);
const notCompatible = codePointSet(nativeUnicode.notCompatible);
const notReordered = codePointSet(nativeUnicode.notReordered);

// One mark of every combining class in ascending order; JavaScript has no other way to ask for a class than to watch the order.
const CLASS_SAMPLES = [
  0x334, 0x93c, 0x3099, 0x94d, 0x5b0, 0x5b1, 0x5b2, 0x5b3, 0x5b4, 0x5b5, 0x5b6, 0x5b7, 0x5b8, 0x5b9, 0x5bb, 0x5bc,
  0x5bd, 0x5bf, 0x5c1, 0x5c2, 0xfb1e, 0x64b, 0x64c, 0x64d, 0x64e, 0x64f, 0x650, 0x651, 0x652, 0x670, 0x711, 0xc55,
  0xc56, 0xe38, 0xe48, 0xeb8, 0xec8, 0xf71, 0xf72, 0xf74, 0x327, 0x1dce, 0x31b, 0x302a, 0x316, 0x59a, 0x302e, 0x1d16d,
  0x5ae, 0x301, 0x315, 0x35c, 0x35d, 0x345,
].map((codePoint) => String.fromCodePoint(codePoint));

function swaps(first: string, second: string): boolean {
  const text = `a${first}${second}`;
  return text.normalize('NFD') !== text;
}

function searchRank(mark: string): number {
  const lowest = CLASS_SAMPLES[0] ?? '';
  const highest = CLASS_SAMPLES[CLASS_SAMPLES.length - 1] ?? '';
  if (!swaps(highest, mark) && !swaps(mark, lowest)) return 0;
  let low = 0;
  let high = CLASS_SAMPLES.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (swaps(mark, CLASS_SAMPLES[middle] ?? '')) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}

const ranks = new Map<number, number>();

function rankOf(character: string): number {
  const codePoint = character.codePointAt(0) ?? 0;
  // No combining mark is below U+0300.
  if (codePoint < 0x300 || notReordered(codePoint) || notDecomposed(codePoint)) return 0;
  const known = ranks.get(codePoint);
  if (known !== undefined) return known;
  const rank = searchRank(character);
  ranks.set(codePoint, rank);
  return rank;
}

function decomposed(character: string, compatible: boolean): string {
  const codePoint = character.codePointAt(0) ?? 0;
  if (notDecomposed(codePoint)) return character;
  return character.normalize(compatible && !notCompatible(codePoint) ? 'NFKD' : 'NFD');
}

function composed(first: string, second: string): string | undefined {
  const text = (first + second).normalize('NFC');
  const codePoint = text.codePointAt(0) ?? 0;
  const single = text.length === (codePoint > 0xffff ? 2 : 1);
  return single && !notDecomposed(codePoint) ? text : undefined;
}

function decompose(text: string, compatible: boolean): Mark[] {
  const marks: Mark[] = [];
  let sorted = 0;
  const sort = (): void => {
    if (marks.length - sorted > 1) {
      const run = marks.splice(sorted).sort((a, b) => a.rank - b.rank);
      for (const mark of run) marks.push(mark);
    }
    sorted = marks.length;
  };
  for (const character of text) {
    let change = 0;
    for (const part of decomposed(character, compatible)) {
      const rank = rankOf(part);
      if (rank === 0) sort();
      marks.push({ text: part, change, rank });
      if (rank === 0) sorted = marks.length;
      change = 1;
    }
  }
  sort();
  return marks;
}

function compose(marks: readonly Mark[]): Change[] {
  const changes: Change[] = [];
  let base: { text: string; change: number } | undefined;
  let lastRank: number | undefined;
  for (const { text, change, rank } of marks) {
    const open: boolean = base !== undefined && (lastRank === undefined || lastRank < rank);
    const joined = base && open ? composed(base.text, text) : undefined;
    if (base && joined !== undefined) {
      base.text = joined;
      base.change += change - 1;
      continue;
    }
    const own = { text, change };
    changes.push(own);
    if (rank === 0) {
      base = own;
      lastRank = undefined;
    } else if (base) lastRank = rank;
  }
  return changes;
}

/** The normal form of a text, character by character, as the `unicode-normalization-alignments` crate reports it. */
export function normalFormChanges(text: string, form: NormalForm): Change[] {
  const marks = decompose(text, form === 'NFKC' || form === 'NFKD');
  return form === 'NFD' || form === 'NFKD' ? marks : compose(marks);
}
