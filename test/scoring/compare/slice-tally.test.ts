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
    const { worse } = findSlices(rows, metadata);
    // Every other column is as bad inside the attic as the attic is.
    expect(worse).toHaveLength(1);
    const [worst] = worse;
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
    const both = rows.filter(({ id }) => metadata.get(id)?.site === 'roof' && metadata.get(id)?.scanner === 'old');
    expect(new Set(worse[0]?.ids)).toEqual(new Set(both.map(({ id }) => id)));
  });

  it('puts what costs most answers first, and calls nothing worse that is better', () => {
    const { rows, metadata } = data(({ site }) => (site === 'attic' ? 0.5 : site === 'roof' ? 1 : 0.85));
    // A shelf of 25 rows, three in five wrong, among 200 of the attic, half of them wrong.
    for (let at = 0; at < 25; at++) {
      metadata.set(`s${at}`, { site: 'shelf' });
      rows.push({ id: `s${at}`, correct: at % 5 < 2 });
    }
    const names = findSlices(rows, metadata).worse.map(({ where }) => where.map(({ value }) => value).join());
    expect(names.slice(0, 2)).toEqual(['attic', 'shelf']);
    expect(names.some((name) => name.includes('roof'))).toBe(false);
  });

  it('cuts numbers into quarters and leaves columns alone that name rows or never vary', () => {
    const { rows, metadata } = data(({ width }) => (typeof width === 'number' && width > 3000 ? 0.4 : 0.9));
    const report = findSlices(rows, metadata);
    expect(report.worse[0]?.where[0]).toMatchObject({ column: 'width', value: expect.stringMatching(/^> /) });
    expect(report.columns).toEqual(['scanner', 'site', 'width']);
    expect(report.unfit).toEqual(['file', 'tool']);
  });

  it('takes rows without a number for no quarter, also where the column begins late', () => {
    const later = Array.from({ length: 100 }, (_, at) => (at % 4 === 0 ? [null, at + 1] : [at + 1])).flat();
    const widths = [...new Array<null>(10).fill(null), ...later];
    const rows = widths.map((_, at) => ({ id: `p${at}`, correct: at % 2 === 0 }));
    const metadata = new Map(
      widths.map((width, at): [string, Metadata] => [`p${at}`, width === null ? {} : { width }]),
    );
    const { single, columns } = findSlices(rows, metadata);
    expect(columns).toEqual(['width']);
    expect(single.map(({ where, inside }) => [where[0]?.value, inside.of])).toEqual([
      ['25 to 50', 25],
      ['50 to 75', 25],
      ['> 75', 25],
      ['≤ 25', 25],
    ]);
    const narrow = widths.flatMap((width, at) => (width !== null && width <= 25 ? [`p${at}`] : []));
    expect(new Set(single[3]?.ids)).toEqual(new Set(narrow));
  });

  it('counts only pairs of values that occur, in order of their columns and values whatever came first', () => {
    const rows = Array.from({ length: 50 }, (_, at) => ({ id: `p${at}`, correct: at % 3 > 0 }));
    const kinds = rows.map(({ id }, at): [string, Metadata] => [id, { site: at < 25 ? 'yard' : 'dock', day: at < 25 }]);
    const report = findSlices(rows, new Map(kinds));
    expect(report.single.map(({ where }) => where[0])).toEqual([
      { column: 'day', value: 'false' },
      { column: 'day', value: 'true' },
      { column: 'site', value: 'dock' },
      { column: 'site', value: 'yard' },
    ]);
    expect(report).toMatchObject({ tested: 6, tooSmall: 0 });
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
