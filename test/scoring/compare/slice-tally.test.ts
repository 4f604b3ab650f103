import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/lib/statistics/seeded-random.ts';
import type { Metadata } from '../../../src/scoring/compare/slice-features.ts';
import { type SliceReport, sliceTally } from '../../../src/scoring/compare/slice-tally.ts';

interface Row {
  readonly id: string;
  readonly correct: boolean;
}

function findSlices(rows: readonly Row[], metadata: ReadonlyMap<string, Metadata>): SliceReport {
  const tally = sliceTally();
  for (const [at, { id, correct }] of rows.entries()) tally.add(at, correct, metadata.get(id) ?? {});
  return tally.result((at) => rows[at]?.id ?? '');
}

const SITES = ['roof', 'yard', 'dock', 'attic'];
const SCANNERS = ['old', 'new'];

/** 800 rows with three unrelated columns; `share` of right answers by row. */
const data = (share: (metadata: Metadata) => number, seed = 1) => {
  const random = seededRandom(seed);
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? '';
  const metadata = new Map(
    Array.from({ length: 800 }, (_, at): [string, Metadata] => [
      `p${at}`,
      {
        site: pick(SITES),
        scanner: pick(SCANNERS),
        width: Math.floor(random() * 4000),
        file: `f${at}.png`,
        tool: 'same',
      },
    ]),
  );
  const rows = [...metadata].map(([id, values]) => ({ id, correct: random() < share(values) }));
  return { rows, metadata };
};

describe('slices', () => {
  it('finds nothing where there is nothing, in most of twenty data sets', () => {
    let found = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const { rows, metadata } = data(() => 0.8, seed);
      if (findSlices(rows, metadata).worse.length > 0) found++;
    }
    // The false discovery rate is held at 10 %: two in twenty on average, and more than six by a chance of one in four hundred.
    expect(found).toBeLessThanOrEqual(6);
  });

  it('finds a bad column value, with its rows, wrong ones first', () => {
    const { rows, metadata } = data(({ site }) => (site === 'attic' ? 0.4 : 0.9));
    const [worst] = findSlices(rows, metadata).worse;
    expect(worst?.where).toEqual([{ column: 'site', value: 'attic' }]);
    expect(worst?.inside.of).toBe(worst?.ids.length);
    const wrong = new Set(rows.filter(({ correct }) => !correct).map(({ id }) => id));
    const missed = (worst?.inside.of ?? 0) - (worst?.inside.count ?? 0);
    expect(worst?.ids.slice(0, missed).every((id) => wrong.has(id))).toBe(true);
    expect(worst?.ids.every((id) => metadata.get(id)?.site === 'attic')).toBe(true);
  });

  it('finds a fault that needs two columns, and does not blame one of them for it', () => {
    const { rows, metadata } = data(({ site, scanner }) => (site === 'roof' && scanner === 'old' ? 0.2 : 0.95));
    const { worse } = findSlices(rows, metadata);
    expect(worse[0]?.where).toEqual([
      { column: 'scanner', value: 'old' },
      { column: 'site', value: 'roof' },
    ]);
  });

  it('cuts numbers into quarters and leaves columns alone that name rows or never vary', () => {
    const { rows, metadata } = data(({ width }) => (typeof width === 'number' && width > 3000 ? 0.4 : 0.9));
    const report = findSlices(rows, metadata);
    expect(report.worse[0]?.where[0]).toMatchObject({ column: 'width', value: expect.stringMatching(/^> /) });
    expect(new Set(report.single.map(({ where }) => where[0]?.column))).toEqual(new Set(['site', 'scanner', 'width']));
  });

  it('corrects for every slice that it tested, and tests none of fewer than twenty rows', () => {
    const { rows, metadata } = data(() => 0.8);
    for (const at of [0, 1, 2, 3, 4]) metadata.set(`p${at}`, { ...metadata.get(`p${at}`), rare: true });
    const report = findSlices(rows, metadata);
    expect(report.tooSmall).toBeGreaterThan(0);
    expect(report.tested).toBe(10 + 8 + 16 + 8);
    for (const { p, q } of report.single) expect(q).toBeGreaterThanOrEqual(p);
  });

  it('takes no rows, and rows without metadata', () => {
    expect(findSlices([], new Map())).toEqual({
      ...{ worse: [], single: [], tested: 0, tooSmall: 0, columns: [], unfit: [] },
    });
    expect(findSlices([{ id: 'a', correct: true }], new Map()).tested).toBe(0);
  });
});
