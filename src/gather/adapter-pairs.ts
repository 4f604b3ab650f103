import type { AdapterPart, PartRole } from '../adapter/adapter-parts.ts';
import type { AdapterSettings } from '../adapter/adapter-settings.ts';
import { moduleScale } from '../adapter/module-scale.ts';
import { productNorm } from '../adapter/product-norm.ts';
import type { InspectedModule } from '../evidence/adapter-inspection.ts';
import type { TensorInfo } from '../formats/safetensors.ts';
import { readValues, type TensorFile } from './tensor-file.ts';

/** Larger factors are not held in memory; an embedding of rank 64 with 256k rows in float32 has 64 MiB. */
const MAX_TENSOR_BYTES = 256 * 1024 * 1024;
/** Multiplications spent on ‖B·A‖, some seconds; what comes after has no update norm. */
const MAX_WORK = 4e9;

/** In mlx_lm A is in × rank and B rank × out, so that ‖A·B‖ is PEFT's ‖B·A‖ with the two in each other's place. */
const PAIRS = [
  { a: 'a', b: 'b' },
  { a: 'embedding-a', b: 'embedding-b' },
  { a: 'mlx-a', b: 'mlx-b' },
] as const satisfies readonly { readonly a: PartRole; readonly b: PartRole }[];

interface Pair {
  readonly name: string;
  readonly isMlx: boolean;
  readonly a: TensorInfo;
  readonly b: TensorInfo;
}

/** Every module with two factors, in the order of the file: its scale, norms, zeros and damage. A half without its other is left out. */
export async function inspectedModules(
  tensors: TensorFile,
  parts: readonly AdapterPart[],
  settings: AdapterSettings,
): Promise<readonly InspectedModule[]> {
  const modules: InspectedModule[] = [];
  const budget = { left: MAX_WORK };
  for (const pair of pairsOf(tensors, parts)) modules.push(await inspected(tensors, pair, { settings, budget }));
  return modules;
}

function pairsOf(tensors: TensorFile, parts: readonly AdapterPart[]): readonly Pair[] {
  const at = new Map(parts.map((part) => [`${part.role} ${part.depth} ${part.path}`, part.tensor]));
  const info = (name: string | undefined) => (name === undefined ? undefined : tensors.header.tensors.get(name));
  return PAIRS.flatMap(({ a, b }) =>
    parts.flatMap((part): Pair[] => {
      if (part.role !== a) return [];
      const [ofA, ofB] = [info(part.tensor), info(at.get(`${b} ${part.depth} ${part.path}`))];
      return ofA && ofB ? [{ name: part.path, isMlx: a === 'mlx-a', a: ofA, b: ofB }] : [];
    }),
  );
}

interface Means {
  readonly settings: AdapterSettings;
  readonly budget: { left: number };
}

async function inspected(
  tensors: TensorFile,
  { name, isMlx, a, b }: Pair,
  { settings, budget }: Means,
): Promise<InspectedModule> {
  const rank = (isMlx ? a.shape[1] : a.shape[0]) ?? 0;
  const scale = settings.wholeScale ?? moduleScale(settings, name);
  const plain = { name, rank, scale, notFinite: 0, zeroSides: [] };
  if (rank === 0 || (isMlx ? b.shape[0] : b.shape[1]) !== rank)
    return { ...plain, problem: `A [${a.shape.join(', ')}] and B [${b.shape.join(', ')}] do not multiply` };
  const [ofA, ofB] = [await readValues(tensors, a, MAX_TENSOR_BYTES), await readValues(tensors, b, MAX_TENSOR_BYTES)];
  if (!ofA.ok) return { ...plain, problem: ofA.problem.reason };
  if (!ofB.ok) return { ...plain, problem: ofB.problem.reason };
  const [factsA, factsB] = [factsOf(ofA.value), factsOf(ofB.value)];
  const work = (ofA.value.length + ofB.value.length) * rank;
  budget.left -= work;
  // Kernels of a convolution lie behind the rank: only B of 1×1 multiplies like this.
  const multiplies = b.shape.slice(2).every((size) => size === 1);
  const product =
    scale === undefined || budget.left < 0 || !multiplies
      ? undefined
      : productNorm(isMlx ? { a: ofB.value, b: ofA.value, rank } : { a: ofA.value, b: ofB.value, rank });
  return {
    ...plain,
    normA: factsA.norm,
    normB: factsB.norm,
    ...(product === undefined || scale === undefined ? {} : { updateNorm: Math.abs(scale) * product }),
    notFinite: factsA.notFinite + factsB.notFinite,
    zeroSides: [...(factsA.allZero ? (['A'] as const) : []), ...(factsB.allZero ? (['B'] as const) : [])],
  };
}

function factsOf(values: Float32Array | Float64Array): {
  readonly norm: number;
  readonly notFinite: number;
  readonly allZero: boolean;
} {
  let [squares, notFinite, allZero] = [0, 0, true];
  for (const value of values) {
    if (value !== 0) allZero = false;
    if (Number.isFinite(value)) squares += value * value;
    else notFinite++;
  }
  return { norm: Math.sqrt(squares), notFinite, allZero };
}
