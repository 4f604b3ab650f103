import { type LoraPair, loraPairs } from '../adapter/lora-pairs.ts';
import { moduleScale } from '../adapter/module-scale.ts';
import { productNorm } from '../adapter/product-norm.ts';
import type { AdapterConfig, AdapterModule } from '../evidence/adapter-facts.ts';
import type { TensorInfo } from '../formats/safetensors.ts';
import { tensorValues } from '../formats/tensor-values.ts';
import { spread } from '../lib/spread.ts';
import type { ModelWeights } from './model-weights.ts';
import { readValues, type TensorFile } from './tensor-file.ts';

/** Larger matrices are not held in memory; the largest common one is an embedding of rank 64 with 128k rows in float32. */
const MAX_TENSOR_BYTES = 64 * 1024 * 1024;
/** Modules whose base weight is read: enough to see every layer of a model with up to 64. */
const MAX_BASE_NORMS = 64;
/** A megabyte of each. */
const [STRETCHES, STRETCH_BYTES] = [16, 64 * 1024];
/** Multiplications spent on update norms, some seconds; beyond that modules are spread over the model. */
const MAX_WORK = 2e9;

interface Sized extends LoraPair {
  readonly infoA: TensorInfo;
  readonly infoB: TensorInfo;
  readonly rank: number;
  readonly work: number;
}

/** Each LoRA module's update relative to the weight it changes. Modules whose scale or values cannot be told are left out. */
export async function adapterModules(
  tensors: TensorFile,
  config: AdapterConfig,
  base: ModelWeights | undefined,
): Promise<readonly AdapterModule[]> {
  const pairs = loraPairs(tensors.header.tensors.keys()).flatMap((pair) => sized(tensors, pair) ?? []);
  const work = pairs.reduce((sum, pair) => sum + pair.work, 0);
  const chosen = work <= MAX_WORK ? pairs : spread(pairs, Math.max(1, Math.floor((pairs.length * MAX_WORK) / work)));
  const withBase = new Set(spread(chosen, MAX_BASE_NORMS));
  const modules: AdapterModule[] = [];
  for (const pair of chosen) {
    const module = await moduleFacts(tensors, pair, config);
    if (!module) continue;
    const baseNorm = base && withBase.has(pair) ? await normOfBase(base, pair) : undefined;
    modules.push(baseNorm === undefined ? module : { ...module, baseNorm });
  }
  return modules;
}

/** Undefined for shapes that do not multiply, as when a sharded save left empty tensors behind. */
function sized(tensors: TensorFile, pair: LoraPair): Sized | undefined {
  const infoA = tensors.header.tensors.get(pair.a);
  const infoB = tensors.header.tensors.get(pair.b);
  const rank = infoA?.shape[0] ?? 0;
  if (!infoA || !infoB || infoA.shape.length < 2 || rank === 0 || infoB.shape[1] !== rank) return undefined;
  // A convolution's B has two more dimensions of size one; grouped ones do not multiply like this.
  if (infoB.shape.slice(2).some((dimension) => dimension !== 1)) return undefined;
  const values = count(infoA) + count(infoB);
  return { ...pair, infoA, infoB, rank, work: (values * (rank + 1)) / 2 };
}

async function moduleFacts(
  tensors: TensorFile,
  pair: Sized,
  config: AdapterConfig,
): Promise<AdapterModule | undefined> {
  const scale = moduleScale(config, pair.module);
  if (scale === undefined) return undefined;
  const [a, b] = await Promise.all([
    readValues(tensors, pair.infoA, MAX_TENSOR_BYTES),
    readValues(tensors, pair.infoB, MAX_TENSOR_BYTES),
  ]);
  if (!a.ok || !b.ok) return undefined;
  const norm = productNorm({ a: a.value, b: b.value, rank: pair.rank });
  return { name: pair.module, kind: pair.kind, scale, rank: pair.rank, updateNorm: Math.abs(scale) * norm };
}

/**
 * Estimated from stretches of the weight where it is large: its rows are alike, and the check that reads it asks for orders of magnitude.
 */
async function normOfBase(base: ModelWeights, pair: Sized): Promise<number | undefined> {
  const tensor = baseTensor(base, pair);
  if (!tensor) return undefined;
  const { file, info } = tensor;
  const stretches = await Promise.all(stretchesOf(info).map(([start, end]) => file.bytes(start, end)));
  let [squares, seen] = [0, 0];
  for (const stretch of stretches) {
    const values = stretch.ok ? tensorValues(stretch.value, info.dtype) : undefined;
    if (!values) return undefined;
    for (const value of values) if (Number.isFinite(value)) squares += value * value;
    seen += values.length;
  }
  return seen === 0 ? undefined : Math.sqrt((squares / seen) * count(info));
}

/** Bytes [start, end) that stand for the tensor: all of it, or as many stretches of it, evenly apart. */
function stretchesOf({ start, end }: TensorInfo): readonly (readonly [number, number])[] {
  if (end - start <= STRETCHES * STRETCH_BYTES) return [[start, end]];
  // A multiple of eight bytes, so that no value of any type is cut.
  const apart = Math.floor((end - start - STRETCH_BYTES) / (STRETCHES - 1) / 8) * 8;
  return Array.from({ length: STRETCHES }, (_, at) => {
    const from = start + at * apart;
    return [from, from + STRETCH_BYTES] as const;
  });
}

/** The base may have been saved with or without its head, which adds or drops a leading `model.`. Another size is another weight. */
function baseTensor(base: ModelWeights, pair: Sized): { file: TensorFile; info: TensorInfo } | undefined {
  const names = [pair.module, `model.${pair.module}`, pair.module.replace(/^model\./, '')];
  const size = (count(pair.infoA) / pair.rank) * (count(pair.infoB) / pair.rank);
  for (const name of names) {
    const tensor = base.tensors.get(`${name}.weight`);
    if (tensor && count(tensor.info) === size) return tensor;
  }
  return undefined;
}

function count({ shape }: TensorInfo): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}
