import type { Result } from '../lib/result.ts';
import { type GgufCursor, type GgufProblem, ggufCursor } from './gguf-cursor.ts';
import { GGUF_TENSOR_TYPES } from './gguf-tensor-type.ts';
import { type GgufValue, readGgufValue } from './gguf-value.ts';
import { isLfsPointer } from './is-lfs-pointer.ts';
import { quotedName } from './quoted-name.ts';

export interface GgufTensor {
  readonly name: string;
  /** `Q4_K`, …; `type 99` for a number that is not known here, of which the size could not be checked. */
  readonly type: string;
  /** In ggml's order: the fastest changing dimension first, the reverse of safetensors'. */
  readonly shape: readonly number[];
  /** Absolute byte offset in the file. */
  readonly start: number;
  /** Bytes; undefined for an unknown type. */
  readonly size: number | undefined;
}

export interface GgufHeader {
  readonly version: 2 | 3;
  readonly metadata: ReadonlyMap<string, GgufValue>;
  readonly tensors: ReadonlyMap<string, GgufTensor>;
  /** Byte offset of the first tensor. */
  readonly dataStart: number;
}

/** Models have some 50 keys; a million is another format or an attack. */
const MAX_KEYS = 65_536;
/** Mixture models with separate experts have some 20,000 tensors. */
const MAX_TENSORS = 1_000_000;
/** The GGUF specification: keys are at most 2^16 - 1 bytes. */
const MAX_KEY_BYTES = 65_535;
/** ggml's GGML_MAX_NAME is 64; converters for other programs write longer ones. */
const MAX_NAME_BYTES = 4096;
/** ggml's GGML_MAX_DIMS. */
const MAX_DIMENSIONS = 4;
/** The specification's default for `general.alignment`. */
const DEFAULT_ALIGNMENT = 32;
const MAX_ALIGNMENT = 1024 * 1024;
const MAGIC = 'GGUF';

/**
 * Reads the metadata and tensor list of a GGUF file (versions 2 and 3, little endian) from the first bytes of the file. No tensor
 * data is needed: when the bytes given end inside the header the problem says in `needs` how many to read. Counts, lengths and
 * places are checked against the size of the file before anything follows them.
 */
export function parseGguf(bytes: Uint8Array, fileSize: number): Result<GgufHeader, GgufProblem> {
  const cursor = ggufCursor(bytes, fileSize);
  const header = readHeader(cursor);
  if (header !== undefined && cursor.failure === undefined) return { ok: true, value: header };
  return { ok: false, problem: cursor.failure ?? { reason: 'the header could not be read' } };
}

function readHeader(cursor: GgufCursor): GgufHeader | undefined {
  const version = readVersion(cursor);
  const tensorCount = count(cursor, 'tensors', MAX_TENSORS);
  const keyCount = count(cursor, 'metadata keys', MAX_KEYS);
  if (version === undefined || tensorCount === undefined || keyCount === undefined) return undefined;
  const metadata = readMetadata(cursor, keyCount);
  if (metadata === undefined) return undefined;
  const alignment = alignmentOf(cursor, metadata);
  const placed = readTensors(cursor, tensorCount);
  if (placed === undefined || alignment === undefined) return undefined;
  const dataStart = Math.ceil(cursor.position / alignment) * alignment;
  const tensors = new Map([...placed].map(([name, one]) => [name, { ...one, start: dataStart + one.start }]));
  return tensorsFit(cursor, tensors, alignment) ? { version, metadata, tensors, dataStart } : undefined;
}

function readVersion(cursor: GgufCursor): 2 | 3 | undefined {
  const at = cursor.skip(4, 'the first four bytes');
  if (at === undefined) return undefined;
  const magic = String.fromCharCode(...cursor.bytes.subarray(0, 4));
  if (magic !== MAGIC) {
    if (isLfsPointer(cursor.bytes.subarray(0, 4))) {
      return cursor.fail('this is a Git LFS pointer, not the model; fetch the file itself (git lfs pull)', 0);
    }
    return cursor.fail(`a GGUF file begins with "GGUF", this one with ${JSON.stringify(magic)}`, 0);
  }
  const version = cursor.u32('the version');
  if (version === undefined || version === 2 || version === 3) return version;
  // Big-endian files (s390x) keep the magic and swap everything else, so that their version 3 reads as 3 << 24.
  if ((version & 0xffff) === 0) {
    return cursor.fail('this is a big-endian GGUF file; only little-endian ones are read: convert it again', 4);
  }
  if (version === 1) return cursor.fail('this is GGUF version 1, which llama.cpp gave up in 2023; convert it again', 4);
  return cursor.fail(`this is GGUF version ${version}; versions 2 and 3 are read`, 4);
}

function count(cursor: GgufCursor, what: string, most: number): number | undefined {
  const at = cursor.position;
  const value = cursor.size(`the number of ${what}`);
  if (value === undefined || value <= most) return value;
  return cursor.fail(`the file claims ${value} ${what}; at most ${most} are read`, at);
}

function readMetadata(cursor: GgufCursor, keyCount: number): Map<string, GgufValue> | undefined {
  const metadata = new Map<string, GgufValue>();
  for (let index = 0; index < keyCount; index++) {
    const at = cursor.position;
    const key = cursor.string(`metadata key ${index}`, MAX_KEY_BYTES);
    if (key === undefined) return undefined;
    // llama.cpp refuses such a file too: which of the two counts would depend on the reader.
    if (metadata.has(key)) return cursor.fail(`the key ${quotedName(key)} is there twice`, at);
    const value = readGgufValue(cursor, quotedName(key));
    if (value === undefined) return undefined;
    metadata.set(key, value);
  }
  return metadata;
}

function alignmentOf(cursor: GgufCursor, metadata: ReadonlyMap<string, GgufValue>): number | undefined {
  const given = metadata.get('general.alignment') ?? DEFAULT_ALIGNMENT;
  const isPower = typeof given === 'number' && Number.isInteger(given) && given > 0 && (given & (given - 1)) === 0;
  if (isPower && given <= MAX_ALIGNMENT) return given;
  return cursor.fail('general.alignment is not a power of two');
}

/** `start` is still relative to the first tensor. */
function readTensors(cursor: GgufCursor, tensorCount: number): Map<string, GgufTensor> | undefined {
  const tensors = new Map<string, GgufTensor>();
  for (let index = 0; index < tensorCount; index++) {
    const at = cursor.position;
    const name = cursor.string(`the name of tensor ${index}`, MAX_NAME_BYTES);
    if (name === undefined) return undefined;
    if (tensors.has(name)) return cursor.fail(`tensor ${quotedName(name)} is listed twice`, at);
    const shape = readShape(cursor, name);
    const type = shape && cursor.u32(`the type of tensor ${quotedName(name)}`);
    const start = shape && cursor.size(`the offset of tensor ${quotedName(name)}`);
    if (shape === undefined || type === undefined || start === undefined) return undefined;
    const known = GGUF_TENSOR_TYPES.get(type);
    const values = shape.reduce((product, dimension) => product * dimension, 1);
    const size = known && Math.ceil(values / known.block) * known.bytes;
    tensors.set(name, { name, type: known?.name ?? `type ${type}`, shape, start, size });
  }
  return tensors;
}

function readShape(cursor: GgufCursor, name: string): readonly number[] | undefined {
  const at = cursor.position;
  const dimensions = cursor.u32(`the dimensions of tensor ${quotedName(name)}`);
  if (dimensions === undefined) return undefined;
  if (dimensions > MAX_DIMENSIONS) {
    return cursor.fail(
      `tensor ${quotedName(name)} claims ${dimensions} dimensions; ggml has at most ${MAX_DIMENSIONS}`,
      at,
    );
  }
  const shape: number[] = [];
  for (let axis = 0; axis < dimensions; axis++) {
    const size = cursor.size(`dimension ${axis} of tensor ${quotedName(name)}`);
    if (size === undefined) return undefined;
    shape.push(size);
  }
  return shape;
}

function tensorsFit(cursor: GgufCursor, tensors: ReadonlyMap<string, GgufTensor>, alignment: number): boolean {
  for (const { name, start, size } of tensors.values()) {
    if (start % alignment !== 0) {
      cursor.fail(`tensor ${quotedName(name)} starts at byte ${start}, which is no multiple of ${alignment}`);
      return false;
    }
    // Dimensions whose product leaves the doubles become infinite or inexact, and are far beyond any file.
    const end = start + (size ?? 0);
    if (!(end <= cursor.fileSize)) {
      cursor.fail(`tensor ${quotedName(name)} ends at byte ${end}, but the file has ${cursor.fileSize}: it was cut`);
      return false;
    }
  }
  return true;
}
