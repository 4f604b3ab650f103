import * as v from 'valibot';

// Beyond any picture side, token count or pixel count in use (Qwen3-VL: 16,777,216 pixels); products of two stay exact in a double.
const LARGEST = 67_108_864;

const whole = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LARGEST));
const sides = v.object({
  height: v.nullish(whole),
  width: v.nullish(whole),
  shortest_edge: v.nullish(whole),
  longest_edge: v.nullish(whole),
  max_height: v.nullish(whole),
  max_width: v.nullish(whole),
});

/** `size` and its kin as transformers keeps them; which keys count depends on the image processor. */
export type SizeSetting = v.InferOutput<typeof sides>;

const pair = v.strictTuple([whole, whole]);
const toPair = v.pipe(
  pair,
  v.transform(([height, width]): SizeSetting => ({ height, width })),
);

/**
 * Schemas of settings. Null counts as absent: image processors write their unset arguments as null. A single number is a square,
 * or the shortest edge where the class says `default_to_square = False` (image_processing_utils.py, `convert_to_size_dict`).
 */
export const settings = {
  record: v.pipe(
    v.custom<Readonly<Record<string, unknown>>>((value) => typeof value === 'object' && value !== null),
    v.check((value) => !Array.isArray(value), 'must be an object'),
  ),
  whole,
  count: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(LARGEST)),
  ratio: v.pipe(v.number(), v.finite(), v.minValue(0)),
  flag: v.boolean(),
  token: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  square: v.union([
    v.pipe(
      whole,
      v.transform((side): SizeSetting => ({ height: side, width: side })),
    ),
    toPair,
    sides,
  ]),
  shortestEdge: v.union([
    v.pipe(
      whole,
      v.transform((side): SizeSetting => ({ shortest_edge: side })),
    ),
    toPair,
    sides,
  ]),
  pairs: v.pipe(v.array(pair), v.maxLength(1_000)),
} as const;
