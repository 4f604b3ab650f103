import type { TensorRef } from '../adapter/update-term.ts';
import { SAFETENSORS_DTYPE_BITS } from '../formats/safetensors-dtype.ts';
import { tensorValues } from '../formats/tensor-values.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { MergeSources } from './merge-sources.ts';

/** Bytes of `tensor` from value `first` to `end`, as they are stored. */
export async function readStored(
  sources: MergeSources,
  tensor: TensorRef,
  [first, end]: readonly [number, number],
): Promise<Result<Uint8Array>> {
  const bits = SAFETENSORS_DTYPE_BITS.get(tensor.dtype);
  if (bits === undefined || bits % 8 !== 0)
    return failed(`${tensor.name} is stored as ${tensor.dtype}, which is not read`);
  const start = tensor.start + (first * bits) / 8;
  const stop = tensor.start + (end * bits) / 8;
  const bytes = await sources[tensor.side].slice(tensor.path, start, stop);
  if (!bytes.ok) return failed(`${tensor.path}: ${bytes.problem.reason}`);
  if (bytes.value.length < stop - start) return failed(`${tensor.path} became shorter while it was read`);
  return bytes;
}

/** Writes the values of stored bytes to the start of `out`, as float32. False for types without plain values. */
export function decodeInto(bytes: Uint8Array, dtype: string, out: Float32Array): boolean {
  if (dtype === 'BF16' && bytes.byteOffset % 2 === 0) {
    decodeBfloat16(bytes, out);
    return true;
  }
  if (dtype === 'F32' && bytes.byteOffset % 4 === 0) {
    out.set(new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4));
    return true;
  }
  const values = tensorValues(bytes, dtype);
  if (values) out.set(values);
  return values !== undefined;
}

/** The upper half of a float32. The common case of model weights, so without a copy in between, and two at a time where they are aligned. */
function decodeBfloat16(bytes: Uint8Array, out: Float32Array): void {
  const count = bytes.length / 2;
  const bits = new Uint32Array(out.buffer, out.byteOffset, count);
  const pairs = bytes.byteOffset % 4 === 0 ? Math.floor(count / 2) : 0;
  const words = new Uint32Array(bytes.buffer, pairs === 0 ? 0 : bytes.byteOffset, pairs);
  for (let at = 0; at < pairs; at++) {
    const word = words[at] ?? 0;
    bits[2 * at] = word << 16;
    bits[2 * at + 1] = word & 0xffff0000;
  }
  const codes = new Uint16Array(bytes.buffer, bytes.byteOffset, count);
  for (let at = 2 * pairs; at < count; at++) bits[at] = (codes[at] ?? 0) << 16;
}

/** All values of a small tensor. */
export async function readWhole(sources: MergeSources, tensor: TensorRef): Promise<Result<Float32Array>> {
  const count = tensor.shape.reduce((product, size) => product * size, 1);
  const bytes = await readStored(sources, tensor, [0, count]);
  if (!bytes.ok) return bytes;
  // What already lies as it is needed is not copied: callers only look at it.
  if (tensor.dtype === 'F32' && bytes.value.byteOffset % 4 === 0)
    return ok(new Float32Array(bytes.value.buffer, bytes.value.byteOffset, count));
  const values = new Float32Array(count);
  if (!decodeInto(bytes.value, tensor.dtype, values))
    return failed(`${tensor.name} is stored as ${tensor.dtype}, which has no plain values`);
  return ok(values);
}

/** Whether two reads hold the same bytes; four at a time where both begin at a multiple of four. */
export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  const words = one.byteOffset % 4 === 0 && other.byteOffset % 4 === 0 ? Math.floor(one.length / 4) : 0;
  const oneWords = new Uint32Array(one.buffer, words === 0 ? 0 : one.byteOffset, words);
  const otherWords = new Uint32Array(other.buffer, words === 0 ? 0 : other.byteOffset, words);
  for (let at = 0; at < words; at++) if (oneWords[at] !== otherWords[at]) return false;
  for (let at = words * 4; at < one.length; at++) if (one[at] !== other[at]) return false;
  return true;
}
