import * as v from 'valibot';
import type { Problem, Result } from '../lib/result.ts';
import { isLfsPointer } from './is-lfs-pointer.ts';
import { isRecord } from './is-record.ts';
import { parseJson } from './json.ts';
import { jsonPath } from './json-path.ts';
import { quotedName } from './quoted-name.ts';
import { SAFETENSORS_DTYPE_BITS } from './safetensors-dtype.ts';
import { layoutProblem } from './safetensors-layout.ts';
import { utf8Text } from './utf8-text.ts';

export interface TensorInfo {
  readonly name: string;
  readonly dtype: string;
  /** False for a dtype that safetensors 0.6 does not define: its size could then not be checked against the shape. */
  readonly dtypeKnown: boolean;
  readonly shape: readonly number[];
  /** Absolute byte offsets in the file, [start, end). */
  readonly start: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  /** Byte offset of the first tensor. */
  readonly dataStart: number;
}

/** `key` names the tensor; `needs` is how many bytes from the start of the file have to be read to see the whole header. */
export type SafetensorsProblem = Problem & { readonly needs?: number };

/** The limit of the safetensors library itself (`MAX_HEADER_SIZE`). */
const MAX_HEADER_BYTES = 100_000_000;
/** PyTorch tensors have at most 64 dimensions. */
const MAX_DIMENSIONS = 64;
const LENGTH_BYTES = 8;

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Entry = v.object({
  dtype: v.string(),
  shape: v.pipe(v.array(Count), v.maxLength(MAX_DIMENSIONS)),
  data_offsets: v.tuple([Count, Count]),
});
const Metadata = v.record(v.string(), v.string());

/**
 * Reads the header of a .safetensors file from the first bytes of the file (at least 8). Everything that the safetensors library
 * rejects is rejected: header size, offsets outside the file, overlaps, gaps, sizes that do not fit the shape, duplicates.
 */
export function parseSafetensorsHeader(
  bytes: Uint8Array,
  fileSize: number,
): Result<SafetensorsHeader, SafetensorsProblem> {
  if (fileSize < LENGTH_BYTES) return problem(`the file has ${fileSize} bytes; a safetensors file has at least 8`);
  if (bytes.length < LENGTH_BYTES) return { ok: false, problem: { reason: NEEDS_MORE, needs: LENGTH_BYTES } };
  if (isLfsPointer(bytes.subarray(0, LENGTH_BYTES))) {
    return problem('this is a Git LFS pointer, not the weights; fetch the file itself (git lfs pull)');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, LENGTH_BYTES);
  const claimed = view.getBigUint64(0, true);
  if (claimed > MAX_HEADER_BYTES) {
    return problem(
      `the header claims ${claimed} bytes; safetensors allows ${MAX_HEADER_BYTES}, so the file is damaged or of another format: copy or download it again`,
    );
  }
  const length = Number(claimed);
  const dataStart = LENGTH_BYTES + length;
  if (dataStart > fileSize) {
    return problem(`the header ends at byte ${dataStart}, but the file has ${fileSize}: it was cut`);
  }
  if (bytes.length < dataStart) return { ok: false, problem: { reason: NEEDS_MORE, needs: dataStart } };
  return parseHeader(bytes.subarray(LENGTH_BYTES, dataStart), dataStart, fileSize);
}

const NEEDS_MORE = 'more bytes are needed to read the header';

function parseHeader(header: Uint8Array, dataStart: number, fileSize: number): Result<SafetensorsHeader> {
  const text = utf8Text(header);
  if (!text.ok) return problem(`the header is not text: ${text.problem.reason}`);
  const parsed = parseJson(text.value);
  if (!parsed.ok) return problem(`the header is not JSON: ${parsed.problem.reason}`);
  const { value, duplicateKeys } = parsed.value;
  if (!isRecord(value)) return problem('the header is not a JSON object');
  const twice = duplicateKeys.find(({ path, key }) => path === jsonPath([key]));
  if (twice !== undefined) return problem(`tensor ${quotedName(twice.key)} is listed twice`, twice.key);

  const { __metadata__: rawMetadata } = value;
  const metadata = v.safeParse(Metadata, Array.isArray(rawMetadata) ? undefined : (rawMetadata ?? {}));
  if (!metadata.success) return problem('__metadata__ is not a map from strings to strings', '__metadata__');
  const tensors = new Map<string, TensorInfo>();
  for (const [name, raw] of Object.entries(value)) {
    if (name === '__metadata__') continue;
    const entry = v.safeParse(Entry, raw);
    if (!entry.success) return problem(`tensor ${quotedName(name)}: ${describe(entry.issues[0])}`, name);
    const { dtype, shape, data_offsets } = entry.output;
    const [start, end] = data_offsets;
    const dtypeKnown = SAFETENSORS_DTYPE_BITS.has(dtype);
    tensors.set(name, { name, dtype, dtypeKnown, shape, start: dataStart + start, end: dataStart + end });
  }
  const wrong = layoutProblem([...tensors.values()], dataStart, fileSize);
  if (wrong !== undefined) return { ok: false, problem: wrong };
  return { ok: true, value: { metadata: metadata.output, tensors, dataStart } };
}

function describe(issue: v.BaseIssue<unknown>): string {
  const place = v.getDotPath(issue) ?? 'its entry';
  const wanted = issue.expected ?? 'another value';
  return `${place} is not as safetensors defines it (expected ${wanted}, found ${issue.received})`;
}

function problem(reason: string, key?: string): Result<never, SafetensorsProblem> {
  return { ok: false, problem: key === undefined ? { reason } : { reason, key } };
}
