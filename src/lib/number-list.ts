/** Numbers one after the other, in as many bytes each as they need. */
export interface NumberList {
  readonly add: (value: number) => void;
  readonly length: () => number;
  /** The number at a place from 0; NaN where there is none. */
  readonly at: (place: number) => number;
  /** All numbers, in a view that is good until the next one is added. */
  readonly values: () => Int8Array | Int32Array | Float64Array;
}

const FIRST_ROOM = 1_024;
const KINDS = { small: Int8Array, whole: Int32Array, float: Float64Array } as const;

/** A list of numbers that grows: of one byte (-128 to 127), whole numbers of four, or any number. */
export function numberList(kind: keyof typeof KINDS): NumberList {
  let room = new KINDS[kind](FIRST_ROOM);
  let length = 0;
  return {
    add: (value) => {
      if (length === room.length) {
        const wider = new KINDS[kind](length * 2);
        wider.set(room);
        room = wider;
      }
      room[length++] = value;
    },
    length: () => length,
    at: (place) => (place < length ? (room[place] ?? Number.NaN) : Number.NaN),
    values: () => room.subarray(0, length),
  };
}
