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
  /** Σ (M − E)². */
  misfit: number;
  /** Σ (M − E)·Δ, and of its square. */
  misfitAlong: number;
  misfitAlongSquared: number;
  /** Σ Δ² over values that rounding leaves at W. */
  lostUpdate: number;
  /** Values with Δ ≠ 0; those of them that rounding leaves at W. */
  updated: number;
  unmoved: number;
  /** Values with M = E. */
  equal: number;
  /** Σ of the variance that one rounding adds, and of it times Δ². */
  rounding: number;
  roundingOfUpdate: number;
  /** Σ of the variance that the arithmetic of another merge adds. */
  arithmetic: number;
}

/** Every key of MergeSums. */
const KEYS = [
  'count',
  'notFinite',
  'weight',
  'difference',
  'update',
  'projection',
  'misfit',
  'misfitAlong',
  'misfitAlongSquared',
  'lostUpdate',
  'updated',
  'unmoved',
  'equal',
  'rounding',
  'roundingOfUpdate',
  'arithmetic',
] as const satisfies readonly (keyof MergeSums)[];

/** The sums over no value. */
export function emptySums(): MergeSums {
  return {
    count: 0,
    notFinite: 0,
    weight: 0,
    difference: 0,
    update: 0,
    projection: 0,
    misfit: 0,
    misfitAlong: 0,
    misfitAlongSquared: 0,
    lostUpdate: 0,
    updated: 0,
    unmoved: 0,
    equal: 0,
    rounding: 0,
    roundingOfUpdate: 0,
    arithmetic: 0,
  };
}

/** The sums over the values of both. */
export function joinedSums(one: MergeSums, other: MergeSums): MergeSums {
  const sums = { ...one };
  for (const key of KEYS) sums[key] += other[key];
  return sums;
}
