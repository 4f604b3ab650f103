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
 * Adds a block to the sums. Several short passes, because V8 keeps their few sums in registers; nothing is allocated. Places that hold
 * no finite number are set to zero in the block and counted.
 */
export function addBlock(sums: MergeSums, block: MergeBlock): void {
  const added = differences(block);
  const finite = Number.isFinite(added.weight + added.difference + added.update);
  const notFinite = finite ? 0 : clearNotFinite(block);
  const { weight, difference, update, projection, changed } = finite ? added : differences(block);
  roundToStorage(block.scratch, block.storage);
  addPrediction(sums, block);
  addVariance(sums, block);
  sums.count += block.base.length - notFinite;
  sums.notFinite += notFinite;
  // A cleared place is as predicted, but says nothing.
  sums.equal -= notFinite;
  sums.weight += weight;
  sums.difference += difference;
  sums.update += update;
  sums.projection += projection;
  sums.changed += changed;
}

type Differences = Pick<MergeSums, 'weight' | 'difference' | 'update' | 'projection' | 'changed'>;

/** Sums of W, M and Δ; leaves W + Δ in `scratch`. */
function differences({ base, merged, update: updates, scratch }: MergeBlock): Differences {
  let weight = 0;
  let difference = 0;
  let update = 0;
  let projection = 0;
  let changed = 0;
  for (let at = 0; at < base.length; at++) {
    const w = base[at] ?? 0;
    const delta = updates[at] ?? 0;
    const d = (merged[at] ?? 0) - w;
    scratch[at] = w + delta;
    weight += w * w;
    difference += d * d;
    update += delta * delta;
    projection += d * delta;
    if (d !== 0) changed++;
  }
  return { weight, difference, update, projection, changed };
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

/** Compares with the prediction that `scratch` holds. */
function addPrediction(sums: MergeSums, { base, merged, update, scratch }: MergeBlock): void {
  let expectedProjection = 0;
  let misfit = 0;
  let equal = 0;
  let unmoved = 0;
  let lost = 0;
  let zeros = 0;
  for (let at = 0; at < base.length; at++) {
    const expected = scratch[at] ?? 0;
    const delta = update[at] ?? 0;
    const off = (merged[at] ?? 0) - expected;
    const moves = expected - (base[at] ?? 0);
    misfit += off * off;
    expectedProjection += moves * delta;
    if (off === 0) equal++;
    if (delta === 0) zeros++;
    else if (moves === 0) {
      unmoved++;
      lost += delta * delta;
    }
  }
  sums.expectedProjection += expectedProjection;
  sums.misfit += misfit;
  sums.equal += equal;
  sums.updated += base.length - zeros;
  sums.unmoved += unmoved;
  sums.lostUpdate += lost;
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
