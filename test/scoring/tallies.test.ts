import { describe, expect, it } from 'vitest';
import { medianTally } from '../../src/scoring/measures/median-tally.ts';
import { scorePredictions } from '../../src/scoring/score-predictions.ts';

type Predictions = Parameters<typeof scorePredictions>[0]['predictions'];

const classify = (predictions: Predictions) => {
  const card = scorePredictions({ predictions, task: { kind: 'classify', classes: ['safe', 'unsafe'] } });
  if (card.kind !== 'classify') throw new Error('not a classification');
  return card.overall;
};

describe('the shares of classes', () => {
  it('are those of gold, of our reading and of the evaluator, each of what names a class, and lead to the rows', () => {
    const { shares, recordedKinds, idsByRecordedKind } = classify([
      { id: 'a', output: 'safe', gold: 'safe', prediction: 'safe' },
      { id: 'b', output: 'unsafe', gold: 'safe', prediction: 'Safe' },
      { id: 'c', output: '???', gold: 'unsafe', prediction: 'safe' },
      { id: 'd', output: '???', gold: 'perhaps', prediction: 'PARSE_FAIL' },
    ]);
    expect(shares).toMatchObject([
      {
        class: 'safe',
        gold: { count: 2, of: 3, ids: ['a', 'b'] },
        ours: { count: 1, of: 2, ids: ['a'] },
        recorded: { count: 3, of: 3, ids: ['a', 'b', 'c'] },
      },
      {
        class: 'unsafe',
        gold: { count: 1, of: 3, ids: ['c'] },
        ours: { count: 1, of: 2, ids: ['b'] },
        recorded: { count: 0, of: 3, ids: [] },
      },
    ]);
    expect(recordedKinds).toEqual({ class: 2, variant: 1, failure: 1, value: 0, missing: 0 });
    expect(idsByRecordedKind).toMatchObject({ class: ['a', 'c'], variant: ['b'], failure: ['d'], missing: [] });
  });
});

describe('what the evaluator read otherwise', () => {
  it('is counted by who found a class, and leads to the rows', () => {
    const { disagreements, idsByDisagreement } = classify([
      { id: 'both', output: 'safe', gold: 'safe', prediction: 'safe' },
      { id: 'ours', output: 'safe', gold: 'safe', prediction: 'PARSE_FAIL' },
      { id: 'theirs', output: '???', gold: 'safe', prediction: 'safe' },
      { id: 'other', output: 'safe', gold: 'safe', prediction: 'unsafe' },
      { id: 'neither', output: '???', gold: 'safe', prediction: 'PARSE_FAIL' },
      { id: 'silent', output: 'safe', gold: 'safe' },
    ]);
    expect(disagreements).toEqual({ onlyOurs: 1, onlyRecorded: 1, otherClass: 1 });
    expect(idsByDisagreement).toEqual({ onlyOurs: ['ours'], onlyRecorded: ['theirs'], otherClass: ['other'] });
  });
});

describe('the cells of the confusion matrix', () => {
  it('come largest first, equal ones as they stand in the matrix with failures last', () => {
    const pairs = [
      ['safe', '???'],
      ['safe', ''],
      ['safe', 'unsafe'],
      ['safe', 'safe'],
      ['unsafe', 'unsafe'],
      ['unsafe', 'unsafe'],
    ] as const;
    const { cells, failures, idsByFailure } = classify(
      pairs.map(([gold, output], at) => ({ id: `p${at}`, output, gold })),
    );
    expect(cells.map(({ gold, predicted, failure, count }) => [gold, predicted ?? failure, count])).toEqual([
      ['unsafe', 'unsafe', 2],
      ['safe', 'safe', 1],
      ['safe', 'unsafe', 1],
      ['safe', 'parse failure', 1],
      ['safe', 'not a class', 1],
    ]);
    expect(failures).toMatchObject({ empty: 1, 'class-not-in-set': 1, truncated: 0 });
    expect(idsByFailure).toMatchObject({ empty: ['p1'], 'class-not-in-set': ['p0'], truncated: [] });
  });
});

describe('the table of fields', () => {
  const predictions = [
    { id: 'right', output: '{"a":"x"}', gold: { a: 'x' } },
    { id: 'wrong', output: '{"a":"y","z":1}', gold: { a: 'x' } },
    { id: 'missed', output: '{"a":null}', gold: { a: 'x' } },
    { id: 'invented', output: '{"a":"y"}', gold: { a: null } },
    { id: 'empty', output: '{"z":1}', gold: { a: null } },
    { id: 'unread', output: 'no idea', gold: { a: 'x' } },
    { id: 'no gold', output: '{"a":"x","y":1}' },
  ];
  const card = scorePredictions({ predictions, task: { kind: 'extract', fields: ['a'] } });
  if (card.kind !== 'extract') throw new Error('not an extraction');
  const { fields, micro, foreignKeys, breaches } = card.overall;

  it('has a denominator of its own for each rate, and names the rows that it lacks', () => {
    expect(fields[0]).toMatchObject({
      ...{ field: 'a', outcomes: { TP: 1, FD: 1, FN: 1, FA: 1, TN: 1, unparsed: 1 }, keyMissing: 1 },
      exactMatch: { count: 2, of: 6, otherIds: ['wrong', 'missed', 'invented', 'unread'] },
      precision: { count: 1, of: 3, otherIds: ['wrong', 'invented'] },
      // A wrong value is a value: it lowers how many are right, not how many are there.
      recallPresence: { count: 1, of: 3, otherIds: ['missed', 'unread'] },
      recallCorrect: { count: 1, of: 4, otherIds: ['wrong', 'missed', 'unread'] },
    });
    expect(micro.exactMatch).toMatchObject({ count: 2, of: 6 });
  });

  it('stands beside what breaks the contract, most frequent first, where gold is not needed', () => {
    expect(foreignKeys).toMatchObject({ count: 3, of: 7, ids: ['wrong', 'empty', 'no gold'] });
    expect(breaches.map(({ kind, path, count }) => [kind, path, count])).toEqual([
      ['extra-key', 'z', 2],
      ['missing-key', 'a', 1],
      ['extra-key', 'y', 1],
    ]);
  });
});

describe('the texts of a field', () => {
  it('show the digits confused most, gold that is written dangerously, and answers that run away', () => {
    const pairs = [
      ['16', '15'],
      ['13', '12'],
      ['13', '12'],
      ['1.0 mg', '1 mg'],
      ['ab', 'abcdefg'],
      ['x'.repeat(200_000), 'y'.repeat(200_000)],
    ] as const;
    const predictions = pairs.map(([gold, answer], at) => ({
      ...{ id: `p${at}`, output: JSON.stringify({ a: answer }), gold: { a: gold } },
    }));
    const card = scorePredictions({ predictions, task: { kind: 'extract', fields: ['a'] } });
    if (card.kind !== 'extract') throw new Error('not an extraction');
    const texts = card.overall.fields[0]?.texts;
    expect(texts?.digitConfusions).toEqual([
      { gold: '3', answer: '2', count: 2, ids: ['p1', 'p2'] },
      { gold: '6', answer: '5', count: 1, ids: ['p0'] },
    ]);
    expect(texts?.goldFlags).toEqual({ 'trailing-zero': { count: 1, ids: ['p3'] } });
    expect(texts?.overflowing).toMatchObject({ count: 1, of: 5, ids: ['p4'] });
    expect(texts?.tooLong).toMatchObject({ count: 1, ids: ['p5'] });
    expect(texts?.anlsOfficial.of).toBe(5);
  });
});

describe('what failures would be worth', () => {
  it('is told over rows with a usable gold class, and shows as what the evaluator took them', () => {
    const { fallbacks } = classify([
      { id: 'a', output: 'safe', gold: 'safe', prediction: 'safe' },
      { id: 'b', output: '???', gold: 'unsafe', prediction: 'safe' },
      { id: 'c', output: '???', gold: 'unsafe', prediction: 'PARSE_FAIL' },
      { id: 'd', output: '???', gold: 'perhaps', prediction: 'safe' },
    ]);
    expect(fallbacks).toMatchObject({
      ...{ failures: { count: 2, ids: ['b', 'c'] }, allWrong: { count: 1, of: 3 }, allRight: { count: 3, of: 3 } },
      classes: [
        { class: 'safe', accuracy: { count: 1, of: 3 }, gained: { count: 0 }, recorded: { count: 1, ids: ['b'] } },
        { class: 'unsafe', accuracy: { count: 3, of: 3 }, gained: { count: 2 }, recorded: { count: 0 } },
      ],
    });
  });
});

describe('the funnel', () => {
  it('names at each stage all rows that did not come so far', () => {
    const { funnel } = classify([
      { id: 'good', output: 'safe', gold: 'safe' },
      { id: 'blank', output: '', gold: 'safe' },
      { id: 'prose', output: 'It is safe', gold: 'safe' },
      { id: 'wrong', output: 'unsafe', gold: 'safe' },
    ]);
    const missing = new Map(funnel.map(({ stage, passed }) => [stage, passed.otherIds]));
    expect(missing.get('not-empty')).toEqual(['blank']);
    expect(missing.get('strict')).toEqual(['blank', 'prose']);
    expect(missing.get('right')).toEqual(['blank', 'prose', 'wrong']);
  });
});

describe('a median', () => {
  const medianOf = (values: readonly number[]) => {
    const tally = medianTally();
    for (const value of values) tally.add(value);
    return tally.result();
  };

  it('lies between order statistics, which six values are enough for', () => {
    const twenty = Array.from({ length: 20 }, (_, at) => ((at * 7) % 20) + 1);
    expect(medianOf(twenty)).toEqual({ value: 10.5, n: 20, low: 6, high: 15, method: 'order-statistics' });
    expect(medianOf([3, 1, 2])).toEqual({ value: 2, n: 3, low: null, high: null, method: null });
    expect(medianOf([])).toMatchObject({ value: null, n: 0 });
  });

  it('counts equal values, and is good to a thousandth where there are too many different ones', () => {
    expect(medianOf([0, 0, 0, 0, 1, 1, 1])).toMatchObject({ value: 0, low: 0, high: 1 });
    const many = Array.from({ length: 30_001 }, (_, at) => ((at * 10_007) % 30_001) / 30_001);
    const { value, low, high } = medianOf(many);
    expect(Math.abs((value ?? 0) - 0.5)).toBeLessThanOrEqual(0.001);
    // Half of 1.96/√30,001 to either side.
    expect(Math.abs((low ?? 0) - 0.4943)).toBeLessThanOrEqual(0.001);
    expect(Math.abs((high ?? 0) - 0.5057)).toBeLessThanOrEqual(0.001);
  });
});

describe('documents as trees', () => {
  it('are means over rows, without those that are too large, which are named', () => {
    const gold = { a: 'x', b: 'y' };
    const big = { a: new Array<string>(30_000).fill('x') };
    const card = scorePredictions({
      predictions: [
        { id: 'right', output: JSON.stringify(gold), gold },
        { id: 'half', output: '{"a":"x","c":null}', gold },
        { id: 'big', output: JSON.stringify(big), gold: big },
      ],
      task: { kind: 'extract', fields: ['a', 'b'] },
    });
    if (card.kind !== 'extract') throw new Error('not an extraction');
    const { anlsStar, anlsStarUpstream, donutAccuracy, donutF1, tooLarge } = card.overall.documents;
    expect([anlsStar, anlsStarUpstream, donutAccuracy].map(({ of }) => of)).toEqual([2, 2, 2]);
    expect([anlsStar.share, donutAccuracy.share]).toEqual([3 / 4, 3 / 4]);
    expect(anlsStarUpstream.share).toBeCloseTo(2 / 3, 12);
    // Three right leaves, and one without a partner.
    expect(donutF1).toMatchObject({ count: 3, of: 3.5 });
    expect(tooLarge).toMatchObject({ count: 1, ids: ['big'] });
  });
});
