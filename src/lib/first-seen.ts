/** Remembers with which number a text was seen first. */
export interface FirstSeen {
  /** The number that came with the text when it was seen first; undefined now that it is seen for the first time. */
  readonly note: (text: string, number: number) => number | undefined;
}

const FIRST_SLOTS = 4_096;
/** Slots taken before the table doubles. */
const FULLEST = 0.6;

/**
 * A set of texts that keeps 64 bits of each instead of the text: 12 bytes for a slot, 20 to 40 MB for a million. Two of a million texts
 * share their 64 bits by a chance of three in a hundred million. Numbers are whole, from 0 to 2^32 - 2.
 */
export function firstSeen(): FirstSeen {
  let table = tableOf(FIRST_SLOTS);
  let taken = 0;
  return {
    note: (text, number) => {
      if (taken > FULLEST * table.numbers.length) table = doubled(table);
      const [high, low] = hashOf(text);
      const slot = slotOf(table, high, low);
      const known = table.numbers[slot] ?? 0;
      if (known !== 0) return known - 1;
      put(table, slot, [high, low, number + 1]);
      taken++;
      return undefined;
    },
  };
}

interface Table {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
  /** One more than the number; 0 marks a free slot. */
  readonly numbers: Uint32Array;
}

function tableOf(slots: number): Table {
  return { high: new Uint32Array(slots), low: new Uint32Array(slots), numbers: new Uint32Array(slots) };
}

/** The slot of the text, or the free one that it will have; the number of slots is a power of two. */
function slotOf({ high, low, numbers }: Table, first: number, second: number): number {
  const mask = numbers.length - 1;
  let slot = first & mask;
  while (numbers[slot] !== 0 && (high[slot] !== first || low[slot] !== second)) slot = (slot + 1) & mask;
  return slot;
}

function put(table: Table, slot: number, [high, low, number]: readonly [number, number, number]): void {
  table.high[slot] = high;
  table.low[slot] = low;
  table.numbers[slot] = number;
}

function doubled(table: Table): Table {
  const wider = tableOf(table.numbers.length * 2);
  for (let from = 0; from < table.numbers.length; from++) {
    const number = table.numbers[from] ?? 0;
    if (number === 0) continue;
    const [high, low] = [table.high[from] ?? 0, table.low[from] ?? 0];
    put(wider, slotOf(wider, high, low), [high, low, number]);
  }
  return wider;
}

/** Two lanes of multiply and rotate over UTF-16 units, each finished as MurmurHash3 finishes its 32 bits. */
function hashOf(text: string): readonly [number, number] {
  let [one, other] = [0x9e3779b9 ^ text.length, 0x85ebca6b];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    one = Math.imul(((one ^ unit) << 13) | ((one ^ unit) >>> 19), 0xcc9e2d51);
    other = Math.imul(((other + unit) << 17) | ((other + unit) >>> 15), 0x1b873593) ^ unit;
  }
  return [finished(one), finished(other ^ (one >>> 7))];
}

function finished(bits: number): number {
  let mixed = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
