import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allBands,
  type BandRange,
  bandValues,
  SAMPLED_BANDS,
  sampleBands,
  unseenShare,
} from '../../src/adapter/sample-bands.ts';

const space = (rows: number, columns: number, seed = 0) => ({
  rows,
  columns,
  rowBytes: columns * 2,
  wholeRows: false,
  seed,
});
const shapes = fc.record({ rows: fc.integer({ min: 1, max: 9000 }), columns: fc.integer({ min: 1, max: 9000 }) });

const byRow = (one: BandRange, other: BandRange) => one.first - other.first;

describe('what is read of a tensor', () => {
  it('lies in it, one band in each of 32 parts, and is one run of stored values', () => {
    fc.assert(
      fc.property(shapes, fc.integer(), fc.boolean(), ({ rows, columns }, seed, wholeRows) => {
        const bands = sampleBands({ ...space(rows, columns, seed), wholeRows });
        for (const { first, end, from, to } of bands) {
          expect(0 <= first && first < end && end <= rows && 0 <= from && from < to && to <= columns).toBe(true);
          expect(end - first === 1 || (from === 0 && to === columns)).toBe(true);
          if (wholeRows) expect([from, to]).toEqual([0, columns]);
        }
        if (bands.reduce((sum, band) => sum + bandValues(band), 0) === rows * columns) return;
        expect(bands).toHaveLength(SAMPLED_BANDS);
        for (const [part, { first, end }] of bands.toSorted(byRow).entries()) {
          expect(first).toBeGreaterThanOrEqual(Math.floor((part * rows) / SAMPLED_BANDS));
          expect(end).toBeLessThanOrEqual(Math.floor(((part + 1) * rows) / SAMPLED_BANDS));
        }
      }),
    );
  });

  it('touches every column of tensors of usual widths', () => {
    for (const columns of [896, 2048, 3584, 4096, 5120, 8192]) {
      const seen = new Set<number>();
      for (const { from, to } of sampleBands(space(4096, columns, columns)))
        for (let column = from; column < to; column++) seen.add(column);
      expect(seen.size).toBe(columns);
    }
  });

  it('meets what differs in a share of the values, however it lies, as often as is said', () => {
    const [rows, columns] = [3200, 2048];
    // A quarter of the tensor: in each of 32 parts of the rows another quarter of the columns.
    const differs = ({ first, from }: BandRange) => (Math.floor(first / 100) + Math.floor(from / 512)) % 4 === 0;
    const missed = Array.from({ length: 1000 }, (_, seed) => sampleBands(space(rows, columns, seed))).filter(
      (bands) => !bands.some(differs),
    );
    expect(missed.length / 1000).toBeLessThanOrEqual(0.01);
    expect(unseenShare(SAMPLED_BANDS)).toBeLessThan(0.25);
  });

  it('is the same for one seed and another for the next', () => {
    expect(sampleBands(space(4096, 4096, 5))).toEqual(sampleBands(space(4096, 4096, 5)));
    expect(sampleBands(space(4096, 4096, 5))).not.toEqual(sampleBands(space(4096, 4096, 6)));
  });

  it('is all of a small tensor, and all of any in an exact proof', () => {
    expect(sampleBands(space(256, 512))).toEqual([{ first: 0, end: 256, from: 0, to: 512 }]);
    const bands = allBands(space(5000, 3000));
    expect(bands.reduce((sum, band) => sum + bandValues(band), 0)).toBe(5000 * 3000);
  });

  it('draws rows evenly', () => {
    const rows = 3200;
    const places = Array.from({ length: 200 }, (_, seed) => sampleBands(space(rows, 512, seed))).flat();
    const lower = places.filter(({ first }) => first % 100 < 50).length;
    expect(lower / places.length).toBeGreaterThan(0.47);
    expect(lower / places.length).toBeLessThan(0.53);
  });
});
