import { roundToStorage, type StorageType } from './storage-type.ts';

/** Sums over the values of one tensor: W of the base, M of the merge, Δ the update, E what the storage type makes of W + Δ. */
export interface MergeSums {
  /** Values with W, M and Δ finite; the others are counted in `notFinite` and left out. */
  count: number;
  notFinite: number;
  /** Σ W². */
  weight: number;
  /** Σ (M − W)². */
  difference: number;
  /** Σ Δ². */
  update: number;
  /** Σ (M − W)·Δ. */
  projection: number;
  /** Σ (E − W)·Δ. */
  expectedProjection: number;
  /** Σ (M − E)². */
  misfit: number;
  /** Σ of the variance that one rounding adds: spacing² / 12. */
  rounding: number;
  /** Σ of that variance times Δ². */
  roundingOfUpdate: number;
  /** Σ Δ² over values that rounding leaves at W. */
  lostUpdate: number;
  /** Values with Δ ≠ 0; those of them that rounding leaves at W. */
  updated: number;
  unmoved: number;
  /** Values with M = E, and with M ≠ W. */
  equal: number;
  changed: number;
}

export function emptySums(): MergeSums {
  return {
    count: 0,
    notFinite: 0,
    weight: 0,
    difference: 0,
    update: 0,
    projection: 0,
    expectedProjection: 0,
    misfit: 0,
    rounding: 0,
    roundingOfUpdate: 0,
    lostUpdate: 0,
    updated: 0,
    unmoved: 0,
    equal: 0,
    changed: 0,
  };
}

/** Values of the same places in base, merge and update, and room of that size for what is expected. */
export interface MergeBlock {
  readonly base: Float32Array;
  readonly merged: Float32Array;
  readonly update: Float32Array;
  readonly scratch: Float32Array;
  readonly storage: StorageType;
}

/** Variances are means, so that every eighth value tells them; of small blocks all. */
const VARIANCE_STRIDE = 8;
const SMALL = 4096;
/** The spacing of floats is between half and all of value × spacing of one: three quarters is its mean, and one rounding adds spacing² / 12. */
const MEAN_VARIANCE = 0.75 ** 2 / 12;

/**
 * Adds a block to the sums. Places that hold no finite number are set to zero in the block and counted. Nothing is allocated; what is
 * predicted and what is found are compared in one pass, in which only places that differ take more than a comparison.
 */
export function addBlock(sums: MergeSums, block: MergeBlock): void {
  predict(block);
  let found = compared(block);
  if (!Number.isFinite(found.weight + found.difference + found.update)) {
    const notFinite = clearNotFinite(block);
    predict(block);
    found = compared(block);
    sums.notFinite += notFinite;
    sums.count -= notFinite;
    // A cleared place is as predicted, but says nothing.
    sums.equal -= notFinite;
  }
  addVariance(sums, block);
  const values = block.base.length;
  sums.count += values;
  sums.weight += found.weight;
  sums.difference += found.difference;
  sums.update += found.update;
  sums.projection += found.projection;
  // (E − W)·Δ = (M − W)·Δ − (M − E)·Δ
  sums.expectedProjection += found.projection - found.misfitAlong;
  sums.misfit += found.misfit;
  sums.lostUpdate += found.lost;
  sums.updated += values - found.zeros;
  sums.unmoved += found.unmoved;
  sums.equal += values - found.unequal;
  sums.changed += found.changed;
}

/** Leaves in `scratch` what the storage type makes of W + Δ. */
function predict({ base, update, scratch, storage }: MergeBlock): void {
  for (let at = 0; at < base.length; at++) scratch[at] = (base[at] ?? 0) + (update[at] ?? 0);
  roundToStorage(scratch, storage);
}

interface Compared {
  readonly weight: number;
  readonly difference: number;
  readonly update: number;
  readonly projection: number;
  readonly misfit: number;
  /** Σ (M − E)·Δ. */
  readonly misfitAlong: number;
  readonly lost: number;
  readonly unequal: number;
  readonly changed: number;
  readonly unmoved: number;
  /** Values with Δ = 0. */
  readonly zeros: number;
}

function compared({ base, merged, update: updates, scratch }: MergeBlock): Compared {
  // Not as one array pattern: V8 then allocates a number at every addition.
  let weight = 0;
  let difference = 0;
  let update = 0;
  let projection = 0;
  let misfit = 0;
  let misfitAlong = 0;
  let lost = 0;
  let unequal = 0;
  let changed = 0;
  let unmoved = 0;
  let zeros = 0;
  for (let at = 0; at < base.length; at++) {
    const w = base[at] ?? 0;
    const m = merged[at] ?? 0;
    const e = scratch[at] ?? 0;
    const delta = updates[at] ?? 0;
    const d = m - w;
    weight += w * w;
    difference += d * d;
    update += delta * delta;
    projection += d * delta;
    if (d !== 0) changed++;
    if (m !== e) {
      unequal++;
      misfit += (m - e) * (m - e);
      misfitAlong += (m - e) * delta;
    }
    if (delta === 0) zeros++;
    else if (e === w) {
      unmoved++;
      lost += delta * delta;
    }
  }
  return { weight, difference, update, projection, misfit, misfitAlong, lost, unequal, changed, unmoved, zeros };
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

function addVariance(sums: MergeSums, { update, scratch, storage }: MergeBlock): void {
  const stride = scratch.length < SMALL ? 1 : VARIANCE_STRIDE;
  const spacingOfOne = 2 ** (1 - storage.precision);
  let rounding = 0;
  let ofUpdate = 0;
  for (let at = 0; at < scratch.length; at += stride) {
    const spacing = Math.max(storage.smallest, Math.abs(scratch[at] ?? 0) * spacingOfOne);
    const delta = update[at] ?? 0;
    rounding += spacing * spacing;
    ofUpdate += spacing * spacing * delta * delta;
  }
  sums.rounding += rounding * stride * MEAN_VARIANCE;
  sums.roundingOfUpdate += ofUpdate * stride * MEAN_VARIANCE;
}

/** Counts values that are byte for byte the base's, where there is no update to look for. */
export function addEqualBlock(sums: MergeSums, count: number): void {
  sums.count += count;
  sums.equal += count;
}
