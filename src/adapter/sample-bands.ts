/** Rows of a tensor, and how many bytes one has. */
export interface RowSpace {
  readonly rows: number;
  readonly rowBytes: number;
  /** Decides which rows are drawn; the same seed draws the same rows. */
  readonly seed: number;
}

/** Tensors up to here are read whole: drawing from them would save nothing. */
const WHOLE_BYTES = 256 * 1024;
/**
 * Bands drawn from a larger tensor, one from each of as many equal parts, and the least that one of them reads: their number decides
 * what can stay unseen (unseenShare), not their size, so that one row of most models is enough.
 */
export const SAMPLED_BANDS = 32;
const BAND_BYTES = 4 * 1024;
/** A read of an exact proof. */
const CHUNK_BYTES = 4 * 1024 * 1024;

type Band = readonly [number, number];

/** Rows [first, end) to read of a tensor: one band of neighbouring rows at a random place in each of 32 equal parts. */
export function sampleBands({ rows, rowBytes, seed }: RowSpace): readonly Band[] {
  const height = Math.max(1, Math.ceil(BAND_BYTES / Math.max(1, rowBytes)));
  if (rows * rowBytes <= WHOLE_BYTES || rows <= SAMPLED_BANDS * height) return allBands(rows, rowBytes);
  const random = generator(seed);
  return Array.from({ length: SAMPLED_BANDS }, (_, part): Band => {
    const start = Math.floor((part * rows) / SAMPLED_BANDS);
    const end = Math.floor(((part + 1) * rows) / SAMPLED_BANDS);
    const first = start + Math.floor(random() * (end - start - height + 1));
    return [first, first + height];
  });
}

/** Every row, in reads that bound the memory. */
export function allBands(rows: number, rowBytes: number): readonly Band[] {
  const height = Math.max(1, Math.floor(CHUNK_BYTES / Math.max(1, rowBytes)));
  return Array.from(
    { length: Math.ceil(rows / height) },
    (_, at): Band => [at * height, Math.min(rows, (at + 1) * height)],
  );
}

/**
 * The share of a tensor that can differ without being seen with a probability above one in a hundred, when `bands` of its parts were
 * drawn: each misses it with probability 1 − share.
 */
export function unseenShare(bands: number): number {
  return 1 - 0.01 ** (1 / bands);
}

/** A linear congruential generator of 32 bits: drawing rows needs no more than even spread, and the upper bits have it. */
function generator(seed: number): () => number {
  // Neighbouring seeds must not begin alike, hence the multiplication (by 2^32 over the golden ratio).
  let state = Math.imul(seed + 1, 2654435761) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
