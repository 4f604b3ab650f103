import type { TensorRef } from '../adapter/update-term.ts';
import { SAFETENSORS_DTYPE_BITS } from '../formats/safetensors-dtype.ts';
import { tensorValues } from '../formats/tensor-values.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { MergeSources } from './merge-sources.ts';
import { slicesOf } from './slices-of.ts';

/** Values from `first` to `end` of a tensor. */
export type ValueRange = readonly [first: number, end: number];

/** Bytes of `tensor` from value `first` to `end` of each range, as they are stored. */
export async function readStored(
  sources: MergeSources,
  tensor: TensorRef,
  ranges: readonly ValueRange[],
): Promise<Result<readonly Uint8Array[]>> {
  const bits = SAFETENSORS_DTYPE_BITS.get(tensor.dtype);
  if (bits === undefined || bits % 8 !== 0)
    return failed(`${tensor.name} is stored as ${tensor.dtype}, which is not read`);
  const width = bits / 8;
  const places = ranges.map(([first, end]) => [tensor.start + first * width, tensor.start + end * width] as const);
  const stored = await slicesOf(sources[tensor.side], tensor.path, places);
  if (!stored.ok) return failed(`${tensor.path}: ${stored.problem.reason}`);
  const isShort = places.some(([start, end], at) => (stored.value[at]?.length ?? 0) < end - start);
  return isShort ? failed(`${tensor.path} became shorter while it was read`) : stored;
}

/** Writes the values of stored bytes, one part after the other, to `out` as float32. False for types without plain values. */
export function decodeInto(parts: readonly Uint8Array[], dtype: string, out: Float32Array): boolean {
  if (dtype === 'BF16') return decodeBfloat16(parts, new Int32Array(out.buffer, out.byteOffset, out.length));
  let at = 0;
  for (const part of parts) {
    const values = dtype === 'F32' ? floatsOf(part) : tensorValues(part, dtype);
    if (!values) return false;
    out.set(values, at);
    at += values.length;
  }
  return true;
}

/**
 * The upper half of a float32. The common case of model weights, so without a copy in between, and two at a time where they are aligned; as
 * signed integers, which V8 computes faster.
 */
function decodeBfloat16(parts: readonly Uint8Array[], out: Int32Array): boolean {
  let at = 0;
  for (const part of parts) {
    const pairs = part.byteOffset % 4 === 0 ? part.length >> 2 : 0;
    const words = new Int32Array(part.buffer, pairs === 0 ? 0 : part.byteOffset, pairs);
    for (let pair = 0; pair < pairs; pair++) {
      const word = words[pair] ?? 0;
      out[at + 2 * pair] = word << 16;
      out[at + 2 * pair + 1] = word & 0xffff0000;
    }
    at += 2 * pairs;
    for (let byte = 4 * pairs; byte < part.length; byte += 2)
      out[at++] = ((part[byte] ?? 0) << 16) | ((part[byte + 1] ?? 0) << 24);
  }
  return true;
}

/** What already lies as it is needed is not copied: it is only looked at. */
function floatsOf(bytes: Uint8Array): Float32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Float32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
}

/** All values of a small tensor. */
export async function readWhole(sources: MergeSources, tensor: TensorRef): Promise<Result<Float32Array>> {
  const count = tensor.shape.reduce((product, size) => product * size, 1);
  const stored = await readStored(sources, tensor, [[0, count]]);
  if (!stored.ok) return stored;
  const [bytes = new Uint8Array(0)] = stored.value;
  if (tensor.dtype === 'F32') return ok(floatsOf(bytes));
  const values = new Float32Array(count);
  if (!decodeInto([bytes], tensor.dtype, values))
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
