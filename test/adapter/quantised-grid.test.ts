import { describe, expect, it } from 'vitest';
import type { KeptRows } from '../../src/adapter/kept-rows.ts';
import { quantisedGrid } from '../../src/adapter/quantised-grid.ts';

const COLUMNS = 128;

/** Repeatable numbers that look normal: the sum of twelve even ones. */
function noise(seed: number): () => number {
  let state = seed;
  const even = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return () => Array.from({ length: 12 }, even).reduce((sum, value) => sum + value, -6);
}

const next = noise(1);
const base = Float32Array.from({ length: 16 * COLUMNS }, () => next() * 0.05);

function grid(change: (value: number, at: number) => number): string | undefined {
  const under = base.map(change);
  const rows: KeptRows = {
    columns: COLUMNS,
    base,
    merged: under,
    update: new Float32Array(base.length),
    storage: { name: 'F32', precision: 24, smallest: 0, largest: Number.POSITIVE_INFINITY },
    segments: [{ at: 0, flat: 0, length: base.length }],
  };
  return quantisedGrid(rows, { under, rounding: 1e-16, unknownSteps: true })?.quantiser;
}

/** The largest size in the block of a value. */
function largest(at: number, block: number): number {
  const start = Math.floor(at / block) * block;
  return base.subarray(start, start + block).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

describe('the grid of a quantised base', () => {
  it('is named where a common quantiser makes it', () => {
    expect(grid((value, at) => (Math.round((value / largest(at, 64)) * 7) / 7) * largest(at, 64))).toBe(
      'INT4 in blocks of 64',
    );
    expect(grid((value, at) => (Math.round((value / largest(at, COLUMNS)) * 127) / 127) * largest(at, COLUMNS))).toBe(
      'INT8 in blocks of 128',
    );
  });

  it('is seen in few levels where the codes are not known', () => {
    expect(grid((value) => Math.sign(value) * 2 ** Math.round(Math.log2(Math.abs(value) + 1e-9)))).toBe('few levels');
  });

  it('is seen in even deviations where the steps are fine', () => {
    expect(grid((value) => Math.round(value / 0.0003) * 0.0003)).toBe('equal steps');
  });

  it('is not seen in another training of the same base, a rescaled or a shifted one', () => {
    const other = noise(2);
    expect(grid((value) => value + other() * 0.005)).toBeUndefined();
    expect(grid((value) => value * (1 + other() * 0.05))).toBeUndefined();
    expect(grid((value) => value * 1.01)).toBeUndefined();
    expect(grid(() => other() * 0.05)).toBeUndefined();
  });

  it('is not seen in an update of rank one, whose numbers are as even as a quantiser leaves them', () => {
    const even = Array.from({ length: COLUMNS }, (_, at) => (((at * 37) % COLUMNS) / COLUMNS - 0.5) * 0.01);
    expect(grid((value, at) => value + (even[at % COLUMNS] ?? 0) * (1 + Math.floor(at / COLUMNS)))).toBeUndefined();
  });
});
