const SIZE = 624;
const AHEAD = 397;

export interface NumpyRandom {
  /** In [0, 1), with 53 bits. */
  readonly unit: () => number;
  /** A whole number from 0 up to, but not, `bound`. */
  readonly below: (bound: number) => number;
}

/**
 * What numpy's `RandomState(seed)` draws: the Mersenne Twister MT19937 (Matsumoto and Nishimura 1998, ACM TOMACS 8:3), fractions of 53
 * bits made of two of its words, and whole numbers by masking and drawing again. Reference figures of scipy were drawn with it.
 */
export function numpyRandom(seed: number): NumpyRandom {
  const state = seeded(seed);
  let at = SIZE;
  const word = (): number => {
    if (at === SIZE) {
      renew(state);
      at = 0;
    }
    return tempered(state[at++] ?? 0);
  };
  const unit = (): number => ((word() >>> 5) * 2 ** 26 + (word() >>> 6)) / 2 ** 53;
  const below = (bound: number): number => {
    const mask = 2 ** (32 - Math.clz32(bound - 1)) - 1;
    let drawn = word() & mask;
    while (drawn >= bound) drawn = word() & mask;
    return drawn;
  };
  return { unit, below };
}

function seeded(seed: number): Uint32Array {
  const state = new Uint32Array(SIZE);
  state[0] = seed;
  for (let at = 1; at < SIZE; at++) {
    const before = state[at - 1] ?? 0;
    state[at] = Math.imul(1812433253, before ^ (before >>> 30)) + at;
  }
  return state;
}

function renew(state: Uint32Array): void {
  for (let at = 0; at < SIZE; at++) {
    const joined = ((state[at] ?? 0) & 0x80000000) | ((state[(at + 1) % SIZE] ?? 0) & 0x7fffffff);
    state[at] = (state[(at + AHEAD) % SIZE] ?? 0) ^ (joined >>> 1) ^ (joined & 1 ? 0x9908b0df : 0);
  }
}

function tempered(word: number): number {
  let mixed = word ^ (word >>> 11);
  mixed ^= (mixed << 7) & 0x9d2c5680;
  mixed ^= (mixed << 15) & 0xefc60000;
  return (mixed ^ (mixed >>> 18)) >>> 0;
}
