import type { TensorFingerprint } from '../evidence/lock-inputs.ts';
import type { TensorInfo } from '../formats/safetensors.ts';
import { ok, type Problem, type Result } from '../lib/result.ts';
import { sha256 } from '../lib/sha256.ts';
import { seededRandom } from '../lib/statistics/seeded-random.ts';
import type { TensorFile } from './tensor-file.ts';

/** The serving contract's "32 sampled tensors" (section I); an adapter has a few hundred small ones, all of which fit. */
const SAMPLED_TENSORS = 256;
/** A merge, a requantisation or another base changes nearly every byte of a tensor: a window of it shows that. */
const WINDOW_BYTES = 32 * 1024;
/** Any number will do, as long as it never changes: locks of two days must choose the same windows. */
const SEED = 20_260_601;

interface PlacedTensor {
  readonly file: TensorFile;
  readonly info: TensorInfo;
}

/** Fingerprints tensors by their headers and at most 8 MiB of their bytes. */
export async function tensorFingerprint(
  path: string,
  tensors: ReadonlyMap<string, PlacedTensor>,
): Promise<Result<TensorFingerprint, Problem>> {
  const sorted = [...tensors].sort(([a], [b]) => (a < b ? -1 : 1));
  const names = sorted.map(([name, { info }]) => `${name} ${info.dtype} ${info.shape.join('x')}\n`);
  const random = seededRandom(SEED);
  const chosen = sorted
    .map((entry) => ({ entry, draw: random() }))
    .sort((a, b) => a.draw - b.draw)
    .slice(0, SAMPLED_TENSORS);
  const parts: (Uint8Array | string)[] = [];
  let sampledBytes = 0;
  for (const { entry, draw } of chosen) {
    const [name, { file, info }] = entry;
    const room = Math.max(0, info.end - info.start - WINDOW_BYTES);
    const start = info.start + Math.floor(draw * room);
    const bytes = await file.bytes(start, Math.min(start + WINDOW_BYTES, info.end));
    if (!bytes.ok) return bytes;
    parts.push(`${name}\n`, bytes.value);
    sampledBytes += bytes.value.length;
  }
  return ok({
    path,
    tensors: sorted.length,
    names: sha256(...names),
    sample: sha256(...parts),
    sampledBytes,
    totalBytes: sorted.reduce((sum, [, { info }]) => sum + info.end - info.start, 0),
  });
}
