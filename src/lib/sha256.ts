/** First 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2). */
const ROUND = Int32Array.from(primes(64), (prime) => fraction(Math.cbrt(prime)));
/** The same of the square roots of the first 8 primes (5.3.3). */
const START = Int32Array.from(primes(8), (prime) => fraction(Math.sqrt(prime)));
const BLOCK = 64;

/**
 * SHA-256 of the parts one after the other, as 64 hexadecimal digits; texts count as UTF-8. Plain arithmetic, so that it runs in a browser
 * without waiting.
 */
export function sha256(...parts: readonly (Uint8Array | string)[]): string {
  const state = START.slice();
  // Signed words stay small integers in the engine; unsigned ones above 2^31 would be boxed, at a fifth of the speed.
  const schedule = new Int32Array(BLOCK);
  const pending = new Uint8Array(BLOCK);
  let [filled, total] = [0, 0];
  const take = (bytes: Uint8Array) => {
    total += bytes.length;
    let at = 0;
    while (at < bytes.length) {
      if (filled === 0 && bytes.length - at >= BLOCK) {
        fillSchedule(schedule, bytes, at);
        compress(state, schedule);
        at += BLOCK;
        continue;
      }
      const count = Math.min(BLOCK - filled, bytes.length - at);
      pending.set(bytes.subarray(at, at + count), filled);
      filled += count;
      at += count;
      if (filled < BLOCK) continue;
      fillSchedule(schedule, pending, 0);
      compress(state, schedule);
      filled = 0;
    }
  };
  for (const part of parts) take(typeof part === 'string' ? new TextEncoder().encode(part) : part);
  take(padding(filled, BigInt(total) * 8n));
  return [...state].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** A one bit, zeros, and the length in bits, up to the end of a block. */
function padding(filled: number, bits: bigint): Uint8Array {
  const length = (filled < 56 ? BLOCK : 2 * BLOCK) - filled;
  const bytes = new Uint8Array(length);
  bytes[0] = 0x80;
  new DataView(bytes.buffer).setBigUint64(length - 8, bits);
  return bytes;
}

/** The message schedule of the block that begins at `from` (FIPS 180-4, 6.2.2, step 1). */
function fillSchedule(schedule: Int32Array, bytes: Uint8Array, from: number): void {
  for (let t = 0; t < 16; t++) {
    const at = from + t * 4;
    schedule[t] =
      ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
  }
  for (let t = 16; t < BLOCK; t++) {
    const x = schedule[t - 15] ?? 0;
    const y = schedule[t - 2] ?? 0;
    const low = rotated(x, 7) ^ rotated(x, 18) ^ (x >>> 3);
    const high = rotated(y, 17) ^ rotated(y, 19) ^ (y >>> 10);
    schedule[t] = ((schedule[t - 16] ?? 0) + low + (schedule[t - 7] ?? 0) + high) | 0;
  }
}

/** The 64 rounds over one block (6.2.2, steps 2 to 4). */
function compress(state: Int32Array, schedule: Int32Array): void {
  let a = state[0] ?? 0;
  let b = state[1] ?? 0;
  let c = state[2] ?? 0;
  let d = state[3] ?? 0;
  let e = state[4] ?? 0;
  let f = state[5] ?? 0;
  let g = state[6] ?? 0;
  let h = state[7] ?? 0;
  for (let t = 0; t < BLOCK; t++) {
    const choice = (e & f) ^ (~e & g);
    const first =
      (h + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + choice + (ROUND[t] ?? 0) + (schedule[t] ?? 0)) | 0;
    const second = ((rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  state[0] = ((state[0] ?? 0) + a) | 0;
  state[1] = ((state[1] ?? 0) + b) | 0;
  state[2] = ((state[2] ?? 0) + c) | 0;
  state[3] = ((state[3] ?? 0) + d) | 0;
  state[4] = ((state[4] ?? 0) + e) | 0;
  state[5] = ((state[5] ?? 0) + f) | 0;
  state[6] = ((state[6] ?? 0) + g) | 0;
  state[7] = ((state[7] ?? 0) + h) | 0;
}

function rotated(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function primes(count: number): number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate++) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  }
  return found;
}

/** Doubles have 52 bits behind the point of numbers below 20: the first 32 are exact. */
function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32);
}
