import type { KeptRows } from './kept-rows.ts';
import { QUANTISERS, type Quantiser } from './quantisers.ts';
import { rowBlocks, type Span } from './row-blocks.ts';
import { wholeBlocks } from './whole-blocks.ts';

/** Block lengths in use beside whole rows. bitsandbytes counts blocks through the rows, others start anew in each. */
const BLOCKS = [64, 32, 128, 256] as const;
/**
 * Of the squared deviation that rounding does not explain, a simulated quantiser may leave this share. Double quantisation of the
 * block sizes (bitsandbytes) leaves a few hundredths; a deviation that has nothing to do with the grid leaves all of it.
 */
const MAX_UNEXPLAINED = 0.15;
/** A deviation must be larger than rounding by this factor (in squares) before its shape says anything. */
const MIN_DEVIATION = 1.5;
/** Fewer values lie near some grid by chance. */
const MIN_VALUES = 32;

/** The quantiser that explains most, and the share of the squared deviation that it leaves. */
export interface KnownGrid {
  readonly quantiser: string;
  readonly unexplained: number;
}

/** Values that may lie on a grid which a quantiser makes of the base. */
export interface GridValues {
  readonly under: Float32Array;
  /** The mean square that rounding adds to each value. */
  readonly rounding: number;
}

/** The common quantiser, with its blocks, that makes `under` of the base's rows; undefined where none comes near. */
export function knownGrid(rows: KeptRows, { under, rounding }: GridValues): KnownGrid | undefined {
  let best: KnownGrid | undefined;
  for (const { length, blocks } of layoutsOf(rows)) {
    const deviation = deviationOf(rows.base, under, blocks);
    const noise = rounding * deviation.count;
    if (deviation.count < MIN_VALUES || deviation.squares < noise * MIN_DEVIATION) continue;
    for (const quantiser of QUANTISERS) {
      const bound = best?.unexplained ?? MAX_UNEXPLAINED;
      const most = noise + bound * (deviation.squares - noise);
      const left = leftOver({ base: rows.base, under, blocks, quantiser }, most);
      const unexplained = Math.max(0, left - noise) / (deviation.squares - noise);
      if (unexplained < bound) best = { quantiser: `${quantiser.name} in blocks of ${length}`, unexplained };
    }
  }
  return best;
}

interface Layout {
  readonly length: number;
  readonly blocks: readonly Span[];
}

function layoutsOf(rows: KeptRows): readonly Layout[] {
  const { columns } = rows;
  const lengths = [...BLOCKS.filter((length) => length < columns), columns];
  return lengths.flatMap((length): readonly Layout[] => {
    const inRows = { length, blocks: rowBlocks(rows, length) };
    return columns % length === 0 ? [inRows] : [inRows, { length, blocks: wholeBlocks(rows, length) }];
  });
}

interface Deviation {
  readonly squares: number;
  readonly count: number;
}

function deviationOf(base: Float32Array, under: Float32Array, blocks: readonly Span[]): Deviation {
  let squares = 0;
  let count = 0;
  for (const [start, end] of blocks) {
    for (let at = start; at < end; at++) {
      const off = (under[at] ?? 0) - (base[at] ?? 0);
      // Neither infinite nor no number.
      if (off - off !== 0) continue;
      squares += off * off;
      count++;
    }
  }
  return { squares, count };
}

interface Trial {
  readonly base: Float32Array;
  readonly under: Float32Array;
  readonly blocks: readonly Span[];
  readonly quantiser: Quantiser;
}

/** Σ of the squared distance to the grid; no further than it takes to know that it is more than `most`. */
function leftOver({ base, under, blocks, quantiser }: Trial, most: number): number {
  let left = 0;
  for (const [start, end] of blocks) {
    let largest = 0;
    for (let at = start; at < end; at++) largest = Math.max(largest, Math.abs(base[at] ?? 0));
    for (let at = start; at < end; at++) {
      const w = base[at] ?? 0;
      const value = under[at] ?? 0;
      if (value - w - (value - w) !== 0) continue;
      const off = value - (largest === 0 ? 0 : quantiser.nearest(w / largest) * largest);
      left += off * off;
    }
    if (left > most) return left;
  }
  return left;
}
