import { describe, expect, test } from 'vitest';
import { classMetrics } from '../../src/scoring/class-metrics.ts';
import type { Measure } from '../../src/scoring/measures/measure.ts';
import { measureTally } from '../../src/scoring/measures/measure-tally.ts';
import { QUICK, ratioUnits } from '../../src/scoring/measures/ratio-units.ts';
import { scoreRow } from '../../src/scoring/score-row.ts';
import type { ScoredRow } from '../../src/scoring/scored-row.ts';
import type { Task } from '../../src/scoring/task.ts';

const ABC: Task = { kind: 'classify', classes: ['a', 'b', 'c'], answer: 'text' };
const GOLDS = ['a', 'b', 'c'] as const;

function scoreMeasures(rows: readonly ScoredRow[], task: Task): readonly Measure[] {
  const tally = measureTally(task);
  for (const row of rows) tally.add(row);
  return tally.result();
}

/** Three of four answers are right; the others are the next class, or none. */
function answered(count: number) {
  return Array.from({ length: count }, (_, index) => {
    const gold = GOLDS[index % 3] ?? 'a';
    const output = index % 4 === 0 ? (index % 8 === 0 ? 'no idea' : (GOLDS[(index + 1) % 3] ?? 'a')) : gold;
    return scoreRow({ id: String(index), output, gold }, ABC);
  });
}

describe('measures with intervals', () => {
  test('class measures are those of the confusion matrix, failures included, inside their intervals', () => {
    const rows = answered(240);
    const pairs = rows.map(({ goldClass, ourClass }) => ({
      gold: goldClass ?? '',
      predicted: ourClass,
      failure: ourClass === null ? ('parse failure' as const) : null,
    }));
    const { balancedAccuracy, macroF1, mcc } = classMetrics(pairs, ABC.kind === 'classify' ? ABC.classes : []);
    const measures = scoreMeasures(rows, ABC);
    expect(measures.map(({ value }) => value)).toEqual([balancedAccuracy, macroF1, mcc]);
    for (const { value, low, high, method, rows: n } of measures) {
      expect({ method, n }).toEqual({ method: 'bca', n: 240 });
      expect(Number(low)).toBeLessThan(Number(value));
      expect(Number(high)).toBeGreaterThan(Number(value));
    }
  });

  test('the jackknife of many rows is as wide as theory has it for a share', () => {
    const [balanced] = scoreMeasures(answered(24_000), ABC);
    expect(balanced).toMatchObject({ method: 'jackknife', rows: 24_000 });
    const half = (Number(balanced?.high) - Number(balanced?.low)) / 2;
    // Balanced accuracy of equal classes is a share. The rows repeat every 24, which must not be taken for a difference of groups.
    const theory = 1.96 * Math.sqrt((0.75 * 0.25) / 24_000);
    expect(half).toBeGreaterThan(0.7 * theory);
    expect(half).toBeLessThan(1.3 * theory);
    expect(Number(balanced?.value)).toBeCloseTo(0.75, 3);
  });

  test('fields are pooled over documents: a long document weighs as many fields as it has', () => {
    const task: Task = { kind: 'extract', fields: ['x', 'y'] };
    const rows = Array.from({ length: 20 }, (_, index) =>
      scoreRow(
        {
          id: String(index),
          output: JSON.stringify({ x: 'one', y: index < 10 ? 'two' : 'three' }),
          gold: { x: 'one', y: 'two' },
        },
        task,
      ),
    );
    const byName = new Map(scoreMeasures(rows, task).map((measure) => [measure.name, measure]));
    expect(byName.get('right fields')).toMatchObject({ value: 0.75, rows: 20 });
    // "two" to "three" costs four edits; the golds have six characters each.
    expect(byName.get('edits per character of gold texts')?.value).toBeCloseTo((10 * 4) / (20 * 6), 12);
  });

  test('an invented value costs precision, a missing or unread one recall, and each names its documents', () => {
    const task: Task = { kind: 'extract', fields: ['x', 'y'] };
    const rows = [
      { id: 'right', output: '{"x":"a","y":"b"}', gold: { x: 'a', y: 'b' } },
      { id: 'invented', output: '{"x":"a","y":"b"}', gold: { x: 'a', y: null } },
      { id: 'missing', output: '{"x":null,"y":null}', gold: { x: 'a', y: null } },
      { id: 'unread', output: 'x is a', gold: { x: 'a', y: 'b' } },
    ].map((row) => scoreRow(row, task));
    const byName = new Map(scoreMeasures(rows, task).map((measure) => [measure.name, measure]));
    expect(byName.get('right fields')).toMatchObject({ value: 4 / 8, ids: ['invented', 'missing', 'unread'] });
    expect(byName.get('precision of fields')).toMatchObject({ value: 3 / 4, rows: 2, ids: ['invented'] });
    expect(byName.get('recall of fields')).toMatchObject({ value: 3 / 6, rows: 4, ids: ['missing', 'unread'] });
    // Of answers that were read: one letter each of three gold texts, all of the third one missing.
    expect(byName.get('edits per character of gold texts')).toMatchObject({ value: 1 / 4, ids: ['missing'] });
    expect(byName.get('edits per character, median document')).toMatchObject({ value: 0, rows: 3, ids: ['missing'] });
  });

  test.each([
    [8, 'percentile'],
    [400, 'bca'],
    [12_000, 'jackknife'],
  ] as const)('the interval of a ratio over %d units (%s) is about as wide as theory has it', (units, method) => {
    const ratio = ratioUnits(QUICK);
    // Every fourth unit is wrong in all of its two places: a share of one quarter, of which two places are one piece of evidence.
    for (let unit = 0; unit < units; unit++) ratio.add(unit % 4 === 0 ? 2 : 0, 2);
    const { low, high, method: used } = ratio.interval();
    expect(used).toBe(method);
    expect(Number(low)).toBeLessThan(0.25);
    expect(Number(high)).toBeGreaterThan(0.25);
    const theory = 1.96 * Math.sqrt((0.25 * 0.75) / units);
    expect((Number(high) - Number(low)) / 2 / theory).toBeGreaterThan(0.7);
    expect((Number(high) - Number(low)) / 2 / theory).toBeLessThan(1.3);
  });

  test('a ratio over groups does not forget the units that came before there were groups', () => {
    const ratio = ratioUnits(QUICK);
    for (let unit = 0; unit < 1_200; unit++) ratio.add(unit < 1_000 ? 0 : 2, 2);
    const { low, high, method } = ratio.interval();
    expect(method).toBe('jackknife');
    expect(Number(low)).toBeLessThan(1 / 6);
    expect(Number(high)).toBeGreaterThan(1 / 6);
    expect(Number(high)).toBeLessThan(1 / 5);
  });

  test('a ratio of equal units, or of none, has no interval', () => {
    const ratio = ratioUnits(QUICK);
    expect(ratio.interval().method).toBeNull();
    for (let unit = 0; unit < 20; unit++) ratio.add(1, 2);
    expect(ratio.interval()).toEqual({ low: null, high: null, method: null });
  });

  test('without rows there is no value, without spread no interval', () => {
    expect(scoreMeasures([], ABC).map(({ value, method }) => [value, method])).toEqual([
      [null, null],
      [null, null],
      [null, null],
    ]);
    const same = answered(40).filter(({ correctOurs, ourClass }) => correctOurs && ourClass === 'a');
    expect(scoreMeasures(same, ABC)[0]).toMatchObject({ value: 1, low: null, high: null });
  });

  test('free text: the mean similarity of all rows with gold', () => {
    const rows = ['same', 'some', ''].map((output, index) =>
      scoreRow({ id: String(index), output, gold: 'same' }, { kind: 'free' }),
    );
    expect(scoreMeasures(rows, { kind: 'free' })[0]).toMatchObject({
      rows: 3,
      value: expect.closeTo((1 + 0.75 + 0) / 3, 12),
    });
  });
});
