import type { MergeSums } from './merge-sums.ts';
import type { MergeTally } from './merge-tally.ts';
import { roundingNoise } from './rounding-noise.ts';
import { roundToStorage, type StorageType } from './storage-type.ts';

/** Values of the same places in base, merge and update, and room of that size for what is expected. */
export interface MergeBlock {
  readonly base: Float32Array;
  readonly merged: Float32Array;
  readonly update: Float32Array;
  readonly scratch: Float32Array;
  readonly storage: StorageType;
  /** Where the stretches end that are judged by themselves too (see MergeTally); the last is the block's length. */
  readonly ends: readonly number[];
}

/** Variances are means, so that every eighth value tells them; of small blocks all. */
const VARIANCE_STRIDE = 8;
const SMALL = 4096;

/**
 * Adds a block to the tally. Places that hold no finite number are set to zero in the block and counted. What is predicted and what is
 * found are compared in one pass, in which only places that differ take more than a comparison.
 */
export function addBlock(tally: MergeTally, block: MergeBlock): void {
  predict(block);
  let found = comparedStretches(block);
  if (!found.every(isNumber)) {
    const notFinite = clearNotFinite(block);
    predict(block);
    found = comparedStretches(block);
    const { sums } = tally;
    sums.notFinite += notFinite;
    sums.count -= notFinite;
    // A cleared place is as predicted, but says nothing.
    sums.equal -= notFinite;
  }
  for (const stretch of found) {
    const variance = varianceOf(block, stretch);
    const sums = tallied(tally, stretch, variance);
    addCompared(sums, stretch);
    sums.rounding += variance.rounding;
    sums.roundingOfUpdate += variance.roundingOfUpdate;
    sums.arithmetic += variance.arithmetic;
  }
}

/**
 * A right merge that was computed in another precision moves nearly all of the values that are predicted to move; that it moves none
 * of so many does not happen.
 */
const ENOUGH_MOVED = 16;
/**
 * A stretch whose κ is off by half, and by so many standard errors of one rounding, holds the update otherwise. Another arithmetic leaves
 * three roundings, and of thousands of stretches none may seem apart by chance.
 */
const APART = 0.5;
const ERRORS_APART = 20;

/** Counts a stretch; gives the sums that it belongs to. */
function tallied(tally: MergeTally, stretch: Compared, { roundingOfUpdate }: Variance): MergeSums {
  const { start, end, zeros, unmoved, difference, update, misfitAlong } = stretch;
  const bound = Math.max(APART * update, ERRORS_APART * Math.sqrt(roundingOfUpdate));
  const isMoved = end - start - zeros - unmoved >= ENOUGH_MOVED;
  if (!isMoved && bound >= update) return tally.sums;
  tally.telling++;
  if (Math.abs(misfitAlong) <= bound && !(isMoved && difference === 0)) return tally.sums;
  tally.apart++;
  return tally.ofApart;
}

/** Leaves in `scratch` what the storage type makes of W + Δ. */
function predict({ base, update, scratch, storage }: MergeBlock): void {
  for (let at = 0; at < base.length; at++) scratch[at] = (base[at] ?? 0) + (update[at] ?? 0);
  roundToStorage(scratch, storage);
}

interface Compared {
  readonly start: number;
  readonly end: number;
  readonly weight: number;
  readonly difference: number;
  readonly update: number;
  readonly projection: number;
  readonly misfit: number;
  readonly misfitAlong: number;
  readonly misfitAlongSquared: number;
  readonly lost: number;
  readonly unequal: number;
  readonly unmoved: number;
  /** Values with Δ = 0. */
  readonly zeros: number;
}

function comparedStretches(block: MergeBlock): readonly Compared[] {
  return block.ends.map((end, at) => compared(block, block.ends[at - 1] ?? 0, end));
}

function isNumber({ weight, difference, update }: Compared): boolean {
  return Number.isFinite(weight + difference + update);
}

function compared({ base, merged, update: updates, scratch }: MergeBlock, start: number, end: number): Compared {
  // Not as one array pattern: V8 then allocates a number at every addition.
  let weight = 0;
  let difference = 0;
  let update = 0;
  let projection = 0;
  let misfit = 0;
  let misfitAlong = 0;
  let misfitAlongSquared = 0;
  let lost = 0;
  let unequal = 0;
  let unmoved = 0;
  let zeros = 0;
  for (let at = start; at < end; at++) {
    const w = base[at] ?? 0;
    const m = merged[at] ?? 0;
    const e = scratch[at] ?? 0;
    const delta = updates[at] ?? 0;
    const d = m - w;
    weight += w * w;
    difference += d * d;
    update += delta * delta;
    projection += d * delta;
    if (m !== e) {
      unequal++;
      const off = m - e;
      misfit += off * off;
      misfitAlong += off * delta;
      misfitAlongSquared += off * delta * (off * delta);
    }
    if (delta === 0) zeros++;
    else if (e === w) {
      unmoved++;
      lost += delta * delta;
    }
  }
  const sums = { weight, difference, update, projection, misfit, misfitAlong, misfitAlongSquared, lost };
  return { start, end, ...sums, unequal, unmoved, zeros };
}

function addCompared(sums: MergeSums, found: Compared): void {
  const count = found.end - found.start;
  sums.count += count;
  sums.weight += found.weight;
  sums.difference += found.difference;
  sums.update += found.update;
  sums.projection += found.projection;
  sums.misfit += found.misfit;
  sums.misfitAlong += found.misfitAlong;
  sums.misfitAlongSquared += found.misfitAlongSquared;
  sums.lostUpdate += found.lost;
  sums.updated += count - found.zeros;
  sums.unmoved += found.unmoved;
  sums.equal += count - found.unequal;
}

function clearNotFinite({ base, merged, update }: MergeBlock): number {
  let cleared = 0;
  for (let at = 0; at < base.length; at++) {
    const sum = (base[at] ?? 0) + (merged[at] ?? 0) + (update[at] ?? 0);
    // Not a number or infinite: subtracting such a value from itself does not give zero.
    if (sum - sum === 0) continue;
    base[at] = 0;
    merged[at] = 0;
    update[at] = 0;
    cleared++;
  }
  return cleared;
}

interface Variance {
  readonly rounding: number;
  readonly roundingOfUpdate: number;
  readonly arithmetic: number;
}

function varianceOf({ base, update, scratch, storage }: MergeBlock, { start, end }: Compared): Variance {
  const stride = base.length < SMALL ? 1 : VARIANCE_STRIDE;
  const noise = roundingNoise(storage);
  let rounding = 0;
  let ofUpdate = 0;
  let arithmetic = 0;
  for (let at = start; at < end; at += stride) {
    const delta = update[at] ?? 0;
    const spacing = Math.max(noise.smallest, Math.abs(scratch[at] ?? 0) * noise.spacingOfOne);
    const updateError = delta * noise.ofUpdate;
    const weightError = (base[at] ?? 0) * noise.ofWeight;
    rounding += spacing * spacing;
    ofUpdate += spacing * spacing * delta * delta;
    arithmetic += updateError * updateError + weightError * weightError;
  }
  const perSquare = stride * noise.perSpacing;
  return { rounding: rounding * perSquare, roundingOfUpdate: ofUpdate * perSquare, arithmetic: arithmetic * stride };
}
