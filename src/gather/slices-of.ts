import { ok, type Result } from '../lib/result.ts';
import type { ByteRange, RunFiles } from '../source/run-files.ts';

/** Several slices of one file, together where the source can. */
export async function slicesOf(
  files: RunFiles,
  path: string,
  ranges: readonly ByteRange[],
): Promise<Result<readonly Uint8Array[]>> {
  if (files.slices) return files.slices(path, ranges);
  const slices: Uint8Array[] = [];
  for (const slice of await Promise.all(ranges.map(([start, end]) => files.slice(path, start, end)))) {
    if (!slice.ok) return slice;
    slices.push(slice.value);
  }
  return ok(slices);
}
