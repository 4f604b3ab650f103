import type { AdapterTensor } from '../evidence/adapter-facts.ts';
import type { TensorInfo } from '../formats/safetensors.ts';
import { tensorValues } from '../formats/tensor-values.ts';
import { failed, ok, type Problem, type Result } from '../lib/result.ts';
import type { TensorFile } from './tensor-file.ts';

/** Bounds the memory, and is a whole number of values of every type. */
const RANGE_BYTES = 8 * 1024 * 1024;
const SAMPLED_BYTES = 1024 * 1024;
/** Files up to here are read whole: an adapter of rank 32 on an 8B model. */
const EXACT_FILE_BYTES = 256 * 1024 * 1024;

/** Norm, zeros and damage of one tensor. Of tensors in larger files only the first and last MiB are read, and `read` tells. */
export async function tensorFacts(tensors: TensorFile, info: TensorInfo): Promise<Result<AdapterTensor, Problem>> {
  const seen = { squares: 0, read: 0, notFinite: 0, allZero: true };
  for (const [start, end] of ranges(info, tensors.file.size <= EXACT_FILE_BYTES)) {
    const bytes = await tensors.bytes(start, end);
    if (!bytes.ok) return bytes;
    const values = tensorValues(bytes.value, info.dtype);
    if (!values) return failed(`tensor ${info.name} is stored as ${info.dtype}, which is not read`);
    for (const value of values) {
      if (value !== 0) seen.allZero = false;
      if (Number.isFinite(value)) seen.squares += value * value;
      else seen.notFinite++;
    }
    seen.read += values.length;
  }
  const { squares, allZero, notFinite, read } = seen;
  const { name, dtype, shape } = info;
  return ok({ name, dtype, shape, norm: Math.sqrt(squares), allZero: allZero && read > 0, notFinite, read });
}

function ranges({ start, end }: TensorInfo, exact: boolean): readonly (readonly [number, number])[] {
  if (!exact && end - start > 2 * SAMPLED_BYTES) {
    return [
      [start, start + SAMPLED_BYTES],
      [end - SAMPLED_BYTES, end],
    ];
  }
  const count = Math.ceil((end - start) / RANGE_BYTES);
  return Array.from({ length: count }, (_, at) => {
    const from = start + at * RANGE_BYTES;
    return [from, Math.min(from + RANGE_BYTES, end)] as const;
  });
}
