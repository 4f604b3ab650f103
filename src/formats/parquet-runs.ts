import { readRleBitPackedHybrid } from 'hyparquet/src/encoding.js';
import { failed, ok, type Result } from '../lib/result.ts';

/** A stretch of run-length encoded numbers in a page, and how many of them the page header announces. */
export interface EncodedRuns {
  readonly start: number;
  readonly end: number;
  readonly bitWidth: number;
  readonly count: number;
}

/** Bit-packed runs hold whole groups of eight, and some writers pad to a block of 512. */
const PADDING = 512;
/** hyparquet gathers bits in 32, of which up to seven are left over from the byte before. */
const MAX_BIT_WIDTH = 24;

/** The numbers of run-length encoded and bit-packed runs, exactly `count` of them. */
export function readRuns(bytes: Uint8Array, runs: EncodedRuns): Result<number[]> {
  const checked = checkRuns(bytes, runs);
  if (!checked.ok) return checked;
  const { start, end, bitWidth, count } = runs;
  const numbers = new Array<number>(count);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // hyparquet runs into the end of the buffer where the last run is cut: bad input here, not a bug.
  try {
    readRleBitPackedHybrid({ view, offset: start }, bitWidth, numbers, end - start);
  } catch {
    return failed(`a page ends inside its ${count} packed numbers`);
  }
  return ok(numbers);
}

/**
 * Walks the runs without unpacking them. hyparquet writes as many numbers as a run claims, so a run of 2^30 in five bytes must
 * not reach it.
 */
function checkRuns(bytes: Uint8Array, runs: EncodedRuns): Result<undefined> {
  if (runs.bitWidth > MAX_BIT_WIDTH) return failed(`a page packs numbers of ${runs.bitWidth} bits`);
  const width = Math.ceil(runs.bitWidth / 8);
  let at = runs.start;
  let seen = 0;
  while (seen < runs.count) {
    let header = 0;
    let place = 0;
    for (; place < 5; place++) {
      const byte = at < runs.end ? bytes[at++] : undefined;
      if (byte === undefined) return failed(`a page ends after ${seen} of ${runs.count} packed numbers`);
      header += (byte & 0x7f) * 2 ** (7 * place);
      if (byte < 0x80) break;
    }
    const packed = header % 2 === 1;
    const length = packed ? Math.floor(header / 2) * 8 : header / 2;
    if (place === 5 || length === 0 || length > runs.count - seen + (packed ? PADDING : 0))
      return failed(`a page holds a run of ${length} numbers where ${runs.count - seen} are left`);
    seen += length;
    // The last group may be cut where the page ends, as hyparquet's reader allows.
    at += packed ? (length / 8) * runs.bitWidth : width;
  }
  return ok(undefined);
}
