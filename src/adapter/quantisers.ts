/** A quantiser whose codes are known. */
export interface Quantiser {
  readonly name: string;
  /** The code nearest to a value of a block that was scaled so that its largest size is 1. */
  nearest(value: number): number;
}

/** The 16 values of NF4 (QLoRA, appendix E) and the 8 sizes of bitsandbytes' FP4, for blocks scaled to 1. */
const NF4 = [
  -1, -0.6961928, -0.52507305, -0.39491749, -0.28444138, -0.18477343, -0.09105004, 0, 0.0795803, 0.1609302, 0.2461123,
  0.33791524, 0.44070983, 0.562617, 0.72295684, 1,
] as const;
const FP4_SIZES = [0, 0.0052083333, 0.16666667, 0.25, 0.33333333, 0.5, 0.66666667, 1] as const;
const FP4 = [...FP4_SIZES.slice(1).map((size) => -size), ...FP4_SIZES].sort((one, other) => one - other);

/** The quantisers that bases are loaded with most: bitsandbytes' two, and equal steps of 4 and 8 bits. */
export const QUANTISERS: readonly Quantiser[] = [
  { name: 'NF4', nearest: nearestOf(NF4) },
  { name: 'FP4', nearest: nearestOf(FP4) },
  { name: 'INT4', nearest: (value) => Math.round(value * 7) / 7 },
  { name: 'INT8', nearest: (value) => Math.round(value * 127) / 127 },
];

/** By the middles between codes in order; of two codes as near the lower one. */
function nearestOf(codes: readonly number[]): (value: number) => number {
  const values = Float64Array.from(codes);
  const middles = values.slice(1).map((code, at) => (code + (values[at] ?? 0)) / 2);
  return (value) => {
    let at = 0;
    while (at < middles.length && value > (middles[at] ?? 0)) at++;
    return values[at] ?? 0;
  };
}
