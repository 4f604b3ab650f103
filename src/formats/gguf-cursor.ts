import type { Problem } from '../lib/result.ts';
import { utf8Text } from './utf8-text.ts';

/** `needs` is how many bytes from the start of the file have to be read to get past the place where reading stopped. */
export type GgufProblem = Problem & { readonly needs?: number };

/** A place in the first bytes of a GGUF file. Once `failure` is set every read returns undefined. */
export interface GgufCursor {
  readonly bytes: Uint8Array;
  readonly fileSize: number;
  position: number;
  failure: GgufProblem | undefined;
  /** Moves on by `length` bytes and returns where they start. `what` names them in the problem when the file ends before. */
  skip(length: number, what: string): number | undefined;
  u32(what: string): number | undefined;
  /** A 64-bit count, length or offset; one that no double holds exactly is refused, no file is so large. */
  size(what: string): number | undefined;
  /** A string of at most `most` bytes: its byte range, not yet decoded. */
  stringRange(what: string, most: number): readonly [start: number, end: number] | undefined;
  string(what: string, most: number): string | undefined;
  fail(reason: string, offset?: number): undefined;
}

/** A cursor at `position`. Nothing is copied, and nothing is allocated by a count or a length that the file claims. */
export function ggufCursor(bytes: Uint8Array, fileSize: number, position = 0): GgufCursor {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const cursor: GgufCursor = {
    bytes,
    fileSize,
    position,
    failure: undefined,
    fail: (reason, offset = cursor.position) => {
      cursor.failure ??= { reason, offset };
      return undefined;
    },
    skip: (length, what) => {
      if (cursor.failure !== undefined) return undefined;
      const start = cursor.position;
      const end = start + length;
      if (end > fileSize) {
        return cursor.fail(`${what} ends at byte ${end}, but the file has ${fileSize}: it was cut`);
      }
      if (end > bytes.length) {
        cursor.failure = { reason: `more bytes are needed to read ${what}`, offset: start, needs: end };
        return undefined;
      }
      cursor.position = end;
      return start;
    },
    u32: (what) => {
      const at = cursor.skip(4, what);
      return at === undefined ? undefined : view.getUint32(at, true);
    },
    size: (what) => {
      const at = cursor.skip(8, what);
      if (at === undefined) return undefined;
      const value = view.getBigUint64(at, true);
      return value <= Number.MAX_SAFE_INTEGER
        ? Number(value)
        : cursor.fail(`${what} is ${value}: no file has that`, at);
    },
    stringRange: (what, most) => {
      const at = cursor.position;
      const length = cursor.size(`the length of ${what}`);
      if (length === undefined) return undefined;
      if (length > most) return cursor.fail(`${what} claims ${length} bytes; at most ${most} are read`, at);
      const start = cursor.skip(length, what);
      return start === undefined ? undefined : [start, start + length];
    },
    string: (what, most) => {
      const range = cursor.stringRange(what, most);
      if (range === undefined) return undefined;
      const text = utf8Text(bytes.subarray(...range));
      return text.ok ? text.value : cursor.fail(`${what} is not text: ${text.problem.reason}`, range[0]);
    },
  };
  return cursor;
}
