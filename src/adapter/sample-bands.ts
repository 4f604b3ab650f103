import { seededRandom } from '../lib/statistics/seeded-random.ts';

/** Neighbouring values of a tensor: rows [first, end), and of each the columns [from, to). Several rows only where they are whole. */
export interface BandRange {
  readonly first: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

/** A tensor to draw from. */
export interface BandSpace {
  readonly rows: number;
  readonly columns: number;
  readonly rowBytes: number;
  /** Where something of a row depends on all of it, as the norms of DoRA do. */
  readonly wholeRows: boolean;
  /** Decides which bands are drawn; the same seed draws the same. */
  readonly seed: number;
}

/** Tensors up to here are read whole: drawing from them would save nothing. */
const WHOLE_BYTES = 256 * 1024;
/** Bands drawn from a larger tensor, one from each of as many equal parts: their number decides what can stay unseen (unseenShare). */
export const SAMPLED_BANDS = 32;
/**
 * Values of a band. Enough to tell by itself whether the update is in it: rounding to bfloat16 leaves κ of a band a standard error of
 * 0.04 where the update is a thousandth of the weight. More would cost time and bring no rarer fault to light.
 */
export const BAND_VALUES = 512;
/** A read of an exact proof. */
const CHUNK_BYTES = 4 * 1024 * 1024;

/**
 * What to read of a tensor: at a random place in each of 32 equal parts of its rows one band, of a random block of its columns. Every
 * block is drawn as often as the others, so that in tensors of up to 16 blocks none goes unread. In the order of their columns: what
 * has its columns in common is computed together.
 */
export function sampleBands(space: BandSpace): readonly BandRange[] {
  const { rows, columns, rowBytes, wholeRows, seed } = space;
  const height = Math.max(1, Math.ceil(BAND_VALUES / Math.max(1, columns)));
  if (rows * rowBytes <= WHOLE_BYTES || rows <= SAMPLED_BANDS * height) return allBands(space);
  const random = seededRandom(seed);
  const blocks = wholeRows ? 1 : Math.ceil(columns / BAND_VALUES);
  const drawn = drawnBlocks(blocks, random);
  const bands = Array.from({ length: SAMPLED_BANDS }, (_, part): BandRange => {
    const start = Math.floor((part * rows) / SAMPLED_BANDS);
    const end = Math.floor(((part + 1) * rows) / SAMPLED_BANDS);
    const first = start + Math.floor(random() * (end - start - height + 1));
    const block = drawn[part] ?? 0;
    const [from, to] = [Math.floor((block * columns) / blocks), Math.floor(((block + 1) * columns) / blocks)];
    return { first, end: first + height, from, to };
  });
  return bands.sort((one, other) => one.from - other.from || one.first - other.first);
}

/** A block for each band: as many of each as it takes, shuffled, so that where a band lies says little about the others. */
function drawnBlocks(blocks: number, random: () => number): readonly number[] {
  const all = Array.from({ length: Math.ceil(SAMPLED_BANDS / blocks) * blocks }, (_, at) => at % blocks);
  for (let at = 0; at < SAMPLED_BANDS; at++) {
    const other = at + Math.floor(random() * (all.length - at));
    [all[at], all[other]] = [all[other] ?? 0, all[at] ?? 0];
  }
  return all;
}

/** Every row, in reads that bound the memory. */
export function allBands({ rows, columns, rowBytes }: Omit<BandSpace, 'wholeRows' | 'seed'>): readonly BandRange[] {
  const height = Math.max(1, Math.floor(CHUNK_BYTES / Math.max(1, rowBytes)));
  return Array.from({ length: Math.ceil(rows / height) }, (_, at): BandRange => {
    return { first: at * height, end: Math.min(rows, (at + 1) * height), from: 0, to: columns };
  });
}

/** How many values a band has. */
export function bandValues({ first, end, from, to }: BandRange): number {
  return (end - first) * (to - from);
}

/**
 * The share of a tensor that can differ without being read with a probability above one in a hundred, when `bands` of its parts were
 * drawn: each misses it with probability 1 − share, and blocks that are drawn without putting them back make all of them missing it no
 * likelier.
 */
export function unseenShare(bands: number): number {
  return 1 - 0.01 ** (1 / bands);
}
