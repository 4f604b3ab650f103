import { absent, found, type Gathered } from '../evidence/gathered.ts';
import type { WeightComparison } from '../evidence/weight-facts.ts';
import type { TensorInfo } from '../formats/safetensors.ts';
import type { ModelWeights } from './model-weights.ts';
import type { TensorFile } from './tensor-file.ts';

/** A merge changes every value of a tensor, a copy none: three windows tell them apart without reading a model. */
const WINDOW_BYTES = 64 * 1024;
/** Tensors compared at the same time. */
const PARALLEL = 8;

type Placed = { readonly file: TensorFile; readonly info: TensorInfo };

/** Compares base and served model on the first, middle and last 64 KiB of every tensor of the same name, shape and storage type. */
export async function compareWeights(
  base: Gathered<ModelWeights>,
  served: Gathered<ModelWeights>,
): Promise<Gathered<WeightComparison>> {
  if (served.state !== 'found') return served;
  if (base.state !== 'found') return base;
  const names = [...new Set([...base.value.tensors.keys(), ...served.value.tensors.keys()])].sort();
  const identical: string[] = [];
  const different: string[] = [];
  const incomparable: string[] = [];
  let bytesRead = 0;
  let bytesTotal = 0;
  for (let at = 0; at < names.length; at += PARALLEL) {
    const group = names.slice(at, at + PARALLEL);
    const compared = await Promise.all(
      group.map((name) => compareTensor(base.value.tensors.get(name), served.value.tensors.get(name))),
    );
    for (const [position, { verdict, read, total }] of compared.entries()) {
      const name = group[position] ?? '';
      if (verdict === 'identical') identical.push(name);
      else if (verdict === 'different') different.push(name);
      else incomparable.push(name);
      bytesRead += read;
      bytesTotal += total;
    }
  }
  if (names.length === 0) return absent(`tensors in ${served.from}`);
  const paths = { basePath: base.value.index.path, servedPath: served.value.index.path };
  const compared = identical.length + different.length;
  return found({ ...paths, compared, identical, different, incomparable, bytesRead, bytesTotal }, served.from);
}

interface Compared {
  readonly verdict: 'identical' | 'different' | 'incomparable';
  readonly read: number;
  readonly total: number;
}

async function compareTensor(base: Placed | undefined, served: Placed | undefined): Promise<Compared> {
  if (!base || !served || !sameKind(base.info, served.info)) return { verdict: 'incomparable', read: 0, total: 0 };
  const total = base.info.end - base.info.start;
  let read = 0;
  for (const [start, end] of windows(total)) {
    const [one, other] = await Promise.all([
      base.file.bytes(base.info.start + start, base.info.start + end),
      served.file.bytes(served.info.start + start, served.info.start + end),
    ]);
    if (!one.ok || !other.ok) return { verdict: 'incomparable', read, total };
    read += end - start;
    if (!sameBytes(one.value, other.value)) return { verdict: 'different', read, total };
  }
  return { verdict: 'identical', read, total };
}

function sameKind(base: TensorInfo, served: TensorInfo): boolean {
  return (
    base.dtype === served.dtype &&
    base.end - base.start === served.end - served.start &&
    base.shape.length === served.shape.length &&
    base.shape.every((dimension, at) => dimension === served.shape[at])
  );
}

function windows(length: number): readonly (readonly [number, number])[] {
  if (length <= 3 * WINDOW_BYTES) return [[0, length]];
  const middle = Math.floor((length - WINDOW_BYTES) / 2);
  return [
    [0, WINDOW_BYTES],
    [middle, middle + WINDOW_BYTES],
    [length - WINDOW_BYTES, length],
  ];
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}
