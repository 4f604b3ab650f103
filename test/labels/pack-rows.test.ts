import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packRows } from '../../src/labels/trl/pack-rows.ts';

function rowsOf(lists: readonly (readonly number[])[]) {
  return lists.map((inputIds) => ({ inputIds, labels: inputIds }));
}
function ids(lists: readonly (readonly number[])[], strategy: 'bfd' | 'bfd_split' | 'wrapped', size: number) {
  return packRows(rowsOf(lists), { strategy, size, isOneChunk: false, processes: 1 }).rows.map(
    ({ inputIds }) => inputIds,
  );
}

/** Best fit decreasing by looking at every bin. */
function slowly(lengths: readonly number[], size: number): number[][] {
  const bins: { space: number; since: number; lengths: number[] }[] = [];
  let clock = 0;
  for (const length of [...lengths].sort((a, b) => b - a)) {
    const fitting = bins.filter(({ space }) => space >= length).sort((a, b) => a.space - b.space || a.since - b.since);
    const bin = fitting[0] ?? { space: size, since: 0, lengths: [] };
    if (fitting.length === 0) bins.push(bin);
    bin.lengths.push(length);
    bin.space -= length;
    bin.since = clock++;
  }
  return bins.map((bin) => bin.lengths);
}

describe('packing', () => {
  const lists = [[1, 2, 3, 4, 5], [6, 7], [8, 9, 10, 11], [12]];

  it('bfd cuts what is too long (example of TRL’s tests)', () => {
    expect(ids(lists, 'bfd', 4)).toEqual([
      [1, 2, 3, 4],
      [8, 9, 10, 11],
      [6, 7, 12],
    ]);
  });

  it('bfd_split goes on with the rest as a document of its own', () => {
    const packed = packRows(rowsOf(lists), { strategy: 'bfd_split', size: 4, isOneChunk: false, processes: 1 });
    expect(packed.rows.at(-1)).toEqual({ inputIds: [6, 7, 5, 12], labels: [6, 7, 5, 12], seqLengths: [2, 1, 1] });
    expect(packed.sources.at(-1)).toEqual([1, 0, 3]);
  });

  it('wrapped forgets where documents end', () => {
    const packed = packRows(rowsOf(lists), { strategy: 'wrapped', size: 5, isOneChunk: false, processes: 1 });
    expect(packed.rows.map(({ inputIds }) => inputIds)).toEqual([
      [1, 2, 3, 4, 5],
      [6, 7, 8, 9, 10],
      [11, 12],
    ]);
    expect(packed.sources).toEqual([[0], [1, 2], [2, 3]]);
    expect(packed.rows[0]).not.toHaveProperty('seqLengths');
  });

  it('does not reach across 1000 rows', () => {
    const many = Array.from({ length: 1001 }, (_, index) => [index]);
    expect(ids(many, 'bfd', 2000).map((pack) => pack.length)).toEqual([1000, 1]);
    expect(ids(many, 'wrapped', 300).map((pack) => pack.length)).toEqual([300, 300, 300, 100, 1]);
  });

  it('wrapped takes the first tokens again for rows behind the first 1000 of one chunk', () => {
    const many = Array.from({ length: 1002 }, (_, index) => [index]);
    const { rows, sources } = packRows(rowsOf(many), {
      strategy: 'wrapped',
      size: 1000,
      isOneChunk: true,
      processes: 1,
    });
    expect(rows.at(-1)?.inputIds).toEqual([0, 1]);
    expect(sources.at(-1)).toEqual([0, 1]);
  });

  it('splits the rows among processes first', () => {
    const settings = { strategy: 'bfd', size: 9, isOneChunk: false, processes: 3 } as const;
    const rows = rowsOf([[1], [2], [3], [4], [5]]);
    expect(packRows(rows, settings).rows.map(({ inputIds }) => inputIds)).toEqual([[1, 2], [3, 4], [5]]);
  });

  it('drops empty rows', () => expect(ids([[], [1]], 'bfd', 4)).toEqual([[1]]));

  it('fits as the plain algorithm does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 70 }), { maxLength: 60 }),
        fc.integer({ min: 1, max: 70 }),
        (lengths, size) => {
          const lists = lengths.map((length) => Array.from({ length }, () => 1));
          const packed = packRows(rowsOf(lists), { strategy: 'bfd', size, isOneChunk: false, processes: 1 }).rows.map(
            ({ seqLengths }) => seqLengths,
          );
          expect(packed).toEqual(
            slowly(
              lengths.map((length) => Math.min(length, size)),
              size,
            ),
          );
        },
      ),
    );
  });

  it('loses no token when it splits, whatever the rows', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(9), { maxLength: 20 }), { maxLength: 20 }),
        fc.integer({ min: 1, max: 9 }),
        (lists, size) => {
          const packed = ids(lists, 'bfd_split', size).flat();
          expect(packed.sort()).toEqual(lists.flat().sort());
        },
      ),
    );
  });
});
