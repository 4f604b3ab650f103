import { parseSafetensorsHeader, type SafetensorsHeader, type TensorInfo } from '../formats/safetensors.ts';
import { tensorValues } from '../formats/tensor-values.ts';
import { failed, ok, type Problem, type Result } from '../lib/result.ts';
import type { LocatedFile } from './folder.ts';

/** A .safetensors file whose header has been checked. */
export interface TensorFile {
  readonly file: LocatedFile;
  readonly header: SafetensorsHeader;
  /** Bytes [start, end) of the file; fewer is a problem, because the header promised them. */
  bytes(start: number, end: number): Promise<Result<Uint8Array, Problem>>;
}

/** Most headers of adapters fit, and those of large shards need one more read. */
const FIRST_READ = 64 * 1024;
/** Opening a file anew for each of a hundred small tensors costs more than reading a small file whole. */
const WHOLE_FILE = 8 * 1024 * 1024;

export async function openTensorFile(file: LocatedFile): Promise<Result<TensorFile, Problem>> {
  const whole = file.size <= WHOLE_FILE;
  const first = await file.files.slice(file.path, 0, whole ? file.size : FIRST_READ);
  if (!first.ok) return first;
  let header = parseSafetensorsHeader(first.value, file.size);
  if (!header.ok && header.problem.needs !== undefined) {
    const more = await file.files.slice(file.path, 0, header.problem.needs);
    if (!more.ok) return more;
    header = parseSafetensorsHeader(more.value, file.size);
  }
  if (!header.ok) return header;
  const bytes = async (start: number, end: number): Promise<Result<Uint8Array, Problem>> => {
    const read = whole ? ok(first.value.subarray(start, end)) : await file.files.slice(file.path, start, end);
    if (read.ok && read.value.length < end - start)
      return failed('the file became shorter while it was read', { offset: start });
    return read;
  };
  return ok({ file, header: header.value, bytes });
}

/** All values of a tensor; a problem when its storage type has none here or it has more bytes than `limit`. */
export async function readValues(
  tensors: TensorFile,
  info: TensorInfo,
  limit: number,
): Promise<Result<Float32Array | Float64Array, Problem>> {
  if (info.end - info.start > limit) return failed(`tensor ${info.name} has more than ${limit} bytes`);
  const bytes = await tensors.bytes(info.start, info.end);
  if (!bytes.ok) return bytes;
  const values = tensorValues(bytes.value, info.dtype);
  return values ? ok(values) : failed(`tensor ${info.name} is stored as ${info.dtype}, which is not read`);
}
