import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { scorePredictions } from '../../src/scoring/score-predictions.ts';
import type { ClassifySplit, ExtractSplit } from '../../src/scoring/scorecard.ts';

const task = { kind: 'classify', labels: ['safe', 'unsafe'], answer: 'text' };
const line = (gold: string, output: string, prediction: unknown = output) => ({
  id: 'x',
  split: 'eval',
  output,
  prediction,
  gold,
});

function classified(
  predictions: Parameters<typeof scorePredictions>[0]['predictions'],
  as: unknown = task,
): ClassifySplit {
  const card = scorePredictions({ predictions, task: as });
  if (card.kind !== 'classify') throw new Error('not a classification');
  return card.overall;
}

function extracted(predictions: Parameters<typeof scorePredictions>[0]['predictions'], fields: string[]): ExtractSplit {
  const card = scorePredictions({ predictions, task: { kind: 'extract', fields } });
  if (card.kind !== 'extract') throw new Error('not an extraction');
  return card.overall;
}

const GOLD = '/work/shared/parity/scoring/gold_stats.json';
interface Gold {
  gold: string[];
  pred: string[];
  mcc: number;
  bal: number;
  macro: number;
  acc: number;
}

describe.skipIf(!existsSync(GOLD))('against scikit-learn', () => {
  it('gives the same MCC, balanced accuracy, macro-F1 and accuracy, failures included', () => {
    const { clf }: { clf: Gold } = JSON.parse(readFileSync(GOLD, 'utf8'));
    // There PARSE_FAIL and INVALID_LABEL are two columns: an empty answer is the one, an unknown word the other.
    const score = classified(
      clf.gold.map((gold, index) => line(gold, clf.pred[index]?.replace('PARSE_FAIL', '') ?? '')),
    );
    expect(Math.abs((score.mcc ?? 9) - clf.mcc)).toBeLessThan(1e-9);
    expect(Math.abs((score.balancedAccuracy ?? 9) - clf.bal)).toBeLessThan(1e-9);
    expect(Math.abs((score.macroF1 ?? 9) - clf.macro)).toBeLessThan(1e-9);
    expect(Math.abs((score.ours.share ?? 9) - clf.acc)).toBeLessThan(1e-9);
  });
});

const RUNS = '/work/shared/runs';
interface Truth {
  observed: { train_accuracy: number; eval_accuracy: number };
}

describe.skipIf(!existsSync(`${RUNS}/truth.json`))('against what was observed in the sample runs', () => {
  const truth: Record<string, Truth> = existsSync(`${RUNS}/truth.json`)
    ? JSON.parse(readFileSync(`${RUNS}/truth.json`, 'utf8'))
    : {};

  it.each(Object.entries(truth))('%s', (id, { observed }) => {
    const predictions = readFileSync(`${RUNS}/${id}/predictions.jsonl`, 'utf8')
      .trim()
      .split('\n')
      .map((row) => JSON.parse(row));
    const { task: given } = parse(readFileSync(`${RUNS}/${id}/lockstep.yaml`, 'utf8'));
    const card = scorePredictions({ predictions, task: given });
    const shares = new Map(card.splits.map(({ split, recorded }) => [split, recorded.share]));
    expect(shares.get('train')).toBeCloseTo(observed.train_accuracy, 2);
    expect(shares.get('eval')).toBeCloseTo(observed.eval_accuracy, 2);
  });
});

describe('scorecard', () => {
  const constant = [...Array(75).fill(line('safe', 'safe')), ...Array(25).fill(line('unsafe', 'safe'))];

  it('shows a constant answer for what it is', () => {
    const score = classified(constant);
    expect(score.ours).toMatchObject({ count: 75, of: 100, share: 0.75 });
    expect(score).toMatchObject({ balancedAccuracy: 0.5, mcc: 0 });
    expect(score.macroF1).toBeCloseTo(0.4286, 4);
    expect(score.perClass[1]).toMatchObject({
      class: 'unsafe',
      support: 25,
      predicted: 0,
      precision: null,
      recall: 0,
      f1: 0,
    });
    expect(score.shares[0]).toMatchObject({ class: 'safe', gold: { share: 0.75 }, ours: { share: 1 } });
  });

  it('keeps failures in columns of their own', () => {
    const score = classified([
      line('safe', 'safe'),
      line('safe', ''),
      line('unsafe', 'perhaps'),
      line('unsafe', 'safe or unsafe'),
    ]);
    expect(score.confusion).toEqual({
      columns: ['safe', 'unsafe', 'parse failure', 'not a class'],
      counts: [
        [1, 0, 1, 0],
        [0, 0, 0, 2],
      ],
    });
    expect(score.failures).toMatchObject({ empty: 1, 'class-not-in-set': 1, 'several-classes': 1 });
    expect(score.ours).toMatchObject({ count: 1, of: 4 });
    expect(score.oursParseable).toMatchObject({ count: 1, of: 1 });
  });

  it('sets our reading beside the record: a fallback, a rejection, an honest one', () => {
    const predictions = [
      line('safe', 'who knows', 'unsafe'),
      line('safe', 'It is safe', 'PARSE_FAIL'),
      line('safe', 'safe', 'safe'),
    ];
    expect(classified(predictions).disagreements).toEqual({ onlyOurs: 1, onlyRecorded: 1, otherClass: 0 });
  });

  it('splits by split, in order, and survives hostile names', () => {
    const card = scorePredictions({
      predictions: [line('safe', 'safe'), { ...line('safe', 'unsafe'), split: '__proto__' }],
      task,
    });
    expect(card.splits.map(({ split, ours }) => [split, ours.count, ours.of])).toEqual([
      ['eval', 1, 1],
      ['__proto__', 0, 1],
    ]);
  });

  it('says nothing about no rows, and is plain JSON', () => {
    const card = scorePredictions({ predictions: [], task });
    expect(card.overall.ours).toEqual({ count: 0, of: 0, share: null, low: null, high: null, ids: [], otherIds: [] });
    expect(JSON.parse(JSON.stringify(card))).toEqual(card);
    const full = scorePredictions({ predictions: constant, task });
    expect(JSON.parse(JSON.stringify(full))).toEqual(full);
  });

  it('tells the caller about a task or a row of the wrong type', () => {
    expect(() => scorePredictions({ predictions: [], task: { kind: 'rank' } })).toThrow(TypeError);
    expect(() => scorePredictions({ predictions: [{ output: JSON.parse('5') }], task })).toThrow(/prediction 0/);
  });

  it('never rises when an answer becomes a failure, and does not depend on the order', () => {
    const rows = fc.array(fc.tuple(fc.constantFrom('safe', 'unsafe'), fc.constantFrom('safe', 'unsafe', '', 'hm')), {
      minLength: 1,
    });
    fc.assert(
      fc.property(rows, (pairs) => {
        const before = classified(pairs.map(([gold, output]) => line(gold, output)));
        const after = classified(
          [...pairs].reverse().map(([gold, output], index) => line(gold, index === 0 ? '' : output)),
        );
        expect(after.ours.count).toBeLessThanOrEqual(before.ours.count);
        const turned = classified([...pairs].reverse().map(([gold, output]) => line(gold, output)));
        expect(turned).toEqual(before);
      }),
    );
  });
});

describe('field table', () => {
  it('names both recalls and counts unparsed answers against them', () => {
    const gold = { a: 'x' };
    const outputs = ['{"a":"x"}', '{"a":"y"}', '{"a":null}', '{"a":'];
    const score = extracted(
      outputs.map((output, id) => ({ id, split: 'eval', output, gold })),
      ['a'],
    );
    expect(score.fields[0]?.outcomes).toEqual({ TP: 1, FD: 1, FN: 1, FA: 0, TN: 0, unparsed: 1 });
    expect(score.micro.precision).toMatchObject({ count: 1, of: 2 });
    expect(score.micro.recallPresence).toMatchObject({ count: 1, of: 3 });
    expect(score.micro.recallCorrect).toMatchObject({ count: 1, of: 4 });
    expect(score.ours).toMatchObject({ count: 1, of: 4 });
    expect(score.oursParseable).toMatchObject({ count: 1, of: 3 });
  });
});
