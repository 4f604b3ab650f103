import { describe, expect, it } from 'vitest';
import { scorePredictions } from '../../src/scoring/score-predictions.ts';
import type { ClassifySplit, ExtractSplit } from '../../src/scoring/scorecard.ts';

type Predictions = Parameters<typeof scorePredictions>[0]['predictions'];

function classify(predictions: Predictions, task: object = {}): ClassifySplit {
  const card = scorePredictions({ predictions, task: { kind: 'classify', classes: ['safe', 'unsafe'], ...task } });
  if (card.kind !== 'classify') throw new Error('not a classification');
  return card.overall;
}

function extract(predictions: Predictions, task: object = { fields: ['id', 'strength'] }): ExtractSplit {
  const card = scorePredictions({ predictions, task: { kind: 'extract', ...task } });
  if (card.kind !== 'extract') throw new Error('not an extraction');
  return card.overall;
}

const passed = (score: { funnel: ClassifySplit['funnel'] }): string[] =>
  score.funnel.map(({ stage, passed: { count, of }, lost }) => `${stage} ${count}/${of} lost ${lost.ids.join()}`);

describe('the contract funnel', () => {
  it('loses every answer at the first thing that is wrong with it, by id', () => {
    const gold = { id: '12345', strength: '5 mg' };
    const right = JSON.stringify(gold);
    const score = extract([
      { id: 'good', output: right, gold },
      { id: 'failed', output: null, gold },
      { id: 'error', output: '', finish_reason: 'error', gold },
      { id: 'blank', output: ' \n', gold },
      { id: 'cut', output: right.slice(0, 20), gold },
      { id: 'limit', output: `${right} and so on and`, finish_reason: 'length', gold },
      { id: 'ends-at-limit', output: right, finish_reason: 'length', gold },
      { id: 'fence', output: `\`\`\`json\n${right}\n\`\`\``, gold },
      { id: 'twice', output: '{"id":"12345","id":"12345","strength":"5 mg"}', gold },
      { id: 'list', output: '[]', gold },
      { id: 'extra', output: '{"id":"12345","strength":"5 mg","total":"1"}', gold },
      { id: 'short', output: '{"id":"12345"}', gold },
      { id: 'number', output: '{"id":12345,"strength":"5 mg"}', gold },
      { id: 'wrong', output: '{"id":"12348","strength":"5 mg"}', gold },
    ]);
    expect(passed(score)).toEqual([
      'answered 12/14 lost failed,error',
      'not-empty 11/14 lost blank',
      'not-cut 9/14 lost cut,limit',
      'strict 7/14 lost fence,twice',
      'keys 4/14 lost list,extra,short',
      'values 3/14 lost number',
      'right 2/14 lost wrong',
    ]);
    expect(score.breaches).toContainEqual({ kind: 'extra-key', path: 'total', count: 1, ids: ['extra'] });
    expect(score.breaches).toContainEqual({ kind: 'wrong-value', path: 'id', count: 1, ids: ['number'] });
  });

  it('holds answers to a schema, and to the critical fields only', () => {
    const schema = {
      properties: { id: { type: 'integer' }, note: { type: ['string', 'null'] } },
      required: ['id', 'note'],
      additionalProperties: false,
    };
    const gold = { id: 7, note: 'after meals' };
    const score = extract(
      [
        { id: 'big', output: '{"id":12345678901234567890,"note":null}', gold },
        { id: 'near', output: '{"id":7,"note":"before meals"}', gold },
        { id: 'text', output: '{"id":"7","note":"after meals"}', gold },
      ],
      { schema, critical: ['id'] },
    );
    expect(passed(score).slice(-3)).toEqual(['keys 3/3 lost ', 'values 2/3 lost text', 'right 1/3 lost big']);
    expect(score.critical).toMatchObject({ count: 2, of: 3, otherIds: ['big'] });
    expect(score.ours).toMatchObject({ count: 1, of: 3 });
  });

  it('takes what the model was taught for the contract when there is no schema', () => {
    const gold = { id: '1', strength: null };
    const lines = [{ id: 'a', output: '{"id":"1"}', gold }];
    expect(extract(lines).funnel.map(({ lost }) => lost.count)).toEqual([0, 0, 0, 0, 1, 0, 0]);
    expect(extract(lines.map((line) => ({ ...line, target: '{"id":"1"}' }))).funnel.at(-1)?.passed.count).toBe(1);
  });

  it('asks a text answer for the bare class, and free text for nothing but being whole', () => {
    const text = classify([
      { id: 'a', output: 'safe', gold: 'safe' },
      { id: 'b', output: 'It is safe.', gold: 'safe' },
      { id: 'c', output: 'Safe', gold: 'safe' },
    ]);
    expect(passed(text)).toEqual([
      'answered 3/3 lost ',
      'not-empty 3/3 lost ',
      'not-cut 3/3 lost ',
      'strict 1/3 lost b,c',
      'right 1/3 lost ',
    ]);
    const card = scorePredictions({ predictions: [{ output: 'x', finish_reason: 'length' }], task: { kind: 'free' } });
    expect(passed(card.overall)).toEqual([
      'answered 1/1 lost ',
      'not-empty 1/1 lost ',
      'not-cut 0/1 lost 0',
      'right 0/0 lost ',
    ]);
  });
});

describe('classification', () => {
  it('spans what an evaluator can make of failures, and shows the one that turns them into a class', () => {
    const lines = [
      ...Array.from({ length: 6 }, (_, n) => ({ id: `ok${n}`, output: 'safe', prediction: 'safe', gold: 'safe' })),
      ...Array.from({ length: 3 }, (_, n) => ({ id: `f${n}`, output: '', prediction: 'unsafe', gold: 'unsafe' })),
      { id: 'g', output: '', prediction: 'unsafe', gold: 'safe' },
    ];
    const { fallbacks, recorded } = classify(lines);
    expect(fallbacks.failures).toEqual({ count: 4, ids: ['f0', 'f1', 'f2', 'g'] });
    expect(fallbacks.allWrong).toMatchObject({ count: 6, of: 10 });
    expect(fallbacks.allRight).toMatchObject({ count: 10, of: 10 });
    expect(
      fallbacks.classes.map(({ class: name, accuracy, recorded: as }) => [name, accuracy.count, as.count]),
    ).toEqual([
      ['safe', 7, 0],
      ['unsafe', 9, 4],
    ]);
    expect(recorded.count).toBe(9);
  });

  it('tests skew on pairs: a model that leans to one class, and one that errs both ways', () => {
    const lines = (gold: string, output: string, count: number) =>
      Array.from({ length: count }, (_, n) => ({ id: `${gold}-${output}-${n}`, output, gold }));
    const leaning = classify([
      ...lines('safe', 'safe', 50),
      ...lines('safe', 'unsafe', 20),
      ...lines('unsafe', 'unsafe', 30),
    ]);
    expect(leaning.skew).toMatchObject({
      pairs: 100,
      degrees: 1,
      favoured: { class: 'unsafe', gold: 30, predicted: 50 },
    });
    expect(leaning.skew?.p).toBeLessThan(0.001);
    expect(leaning.skew?.exact).toBeLessThan(0.001);
    const even = classify([
      ...lines('safe', 'unsafe', 10),
      ...lines('unsafe', 'safe', 10),
      ...lines('safe', 'safe', 30),
    ]);
    expect(even.skew).toMatchObject({ p: 1, exact: 1 });
    expect(classify(lines('safe', 'safe', 9)).skew).toBeNull();
  });

  it('keeps casing, synonyms and mentions apart, and names the majority baseline', () => {
    const score = classify(
      [
        { id: 'a', output: 'safe', gold: 'safe' },
        { id: 'b', output: 'SAFE', gold: 'safe' },
        { id: 'c', output: 'harmless', gold: 'safe' },
        { id: 'd', output: 'Clearly unsafe, I think', gold: 'unsafe' },
      ],
      { synonyms: { safe: ['harmless'] } },
    );
    expect(score.spellings).toEqual({
      exact: { count: 1, ids: ['a'] },
      casefold: { count: 1, ids: ['b'] },
      synonym: { count: 1, ids: ['c'] },
      mentioned: { count: 1, ids: ['d'] },
    });
    expect(score.ours).toMatchObject({ count: 4, of: 4 });
    expect(score.strict).toMatchObject({ count: 1, of: 4, otherIds: ['b', 'c', 'd'] });
    expect(score.majority).toMatchObject({ class: 'safe', accuracy: { count: 3, of: 4 } });
  });

  it('leads from every cell to its rows, also for a class that is called like a failure', () => {
    const { cells, confusion } = classify(
      [
        { id: 'a', output: 'parse failure', gold: 'parse failure' },
        { id: 'b', output: '', gold: 'parse failure' },
      ],
      { classes: ['parse failure', 'fine'] },
    );
    expect(cells).toEqual([
      { gold: 'parse failure', predicted: 'parse failure', failure: null, count: 1, ids: ['a'] },
      { gold: 'parse failure', predicted: null, failure: 'parse failure', count: 1, ids: ['b'] },
    ]);
    expect(confusion?.counts).toEqual([
      [1, 0, 1, 0],
      [0, 0, 0, 0],
    ]);
  });

  it('never reads a class inside another one', () => {
    const task = { classes: ['safe', 'safely', 'unsafe'] };
    const read = (output: string) => classify([{ id: 'a', output, gold: 'safe' }], task).cells[0]?.predicted;
    expect(read('safe')).toBe('safe');
    expect(read('safely')).toBe('safely');
    expect(read('It was done safely')).toBe('safely');
    expect(read('unsafe')).toBe('unsafe');
    expect(read('safety')).toBeNull();
  });
});

describe('extraction', () => {
  const gold = { id: '12345', strength: '12.5 mg' };
  const score = extract([
    { id: 'exact', output: JSON.stringify(gold), gold },
    { id: 'digit', output: '{"id":"12348","strength":"12.5 mg"}', gold },
    { id: 'shift', output: '{"id":"12345","strength":"125 mg"}', gold },
    { id: 'unit', output: '{"id":"12345","strength":"12.5 ng"}', gold },
    { id: 'unread', output: 'I cannot see', gold },
  ]);
  const [id, strength] = score.fields;

  it('splits each field five ways and leads to the rows', () => {
    expect(strength?.outcomes).toEqual({ TP: 2, FD: 2, FN: 0, FA: 0, TN: 0, unparsed: 1 });
    expect(strength?.idsByOutcome.FD).toEqual(['shift', 'unit']);
    expect(id?.exactMatch).toMatchObject({ count: 3, of: 5 });
    expect(score.ours).toMatchObject({ count: 1, of: 5, ids: ['exact'] });
  });

  it('names shifts, units and confused digits', () => {
    expect(strength?.texts.quantities).toMatchObject({
      equal: { count: 2 },
      'decimal-shift': { ids: ['shift'] },
      'unit-confusion': { ids: ['unit'] },
    });
    expect(strength?.texts.tenfoldErrors).toMatchObject({ count: 2, of: 4, ids: ['shift', 'unit'] });
    expect(id?.texts.digitConfusions).toEqual([{ gold: '5', answer: '8', count: 1, ids: ['digit'] }]);
    expect(id?.texts.quantities).toEqual({});
  });

  it('pools error rates over the gold texts that were answered', () => {
    expect(id?.texts.characterErrorRate).toMatchObject({ count: 1, of: 20, share: 0.05, ids: ['digit'] });
    expect(id?.texts.anlsOfficial).toMatchObject({ count: 3.8, of: 4, otherIds: ['digit'] });
    expect(score.micro.texts.wordErrorRate).toMatchObject({ count: 3, of: 12 });
  });

  it('scores documents as trees, an unread one as nothing', () => {
    expect(score.documents.anlsStar.of).toBe(5);
    expect(score.documents.anlsStar.share).toBeLessThan(0.8);
    expect(score.documents.donutF1).toMatchObject({ count: 5 });
    expect(score.documents.tooLarge.count).toBe(0);
  });
});

describe('free text', () => {
  it('has exact match and similarity', () => {
    const card = scorePredictions({
      predictions: [
        { id: 'a', output: 'yes', gold: 'yes' },
        { id: 'b', output: 'yep', gold: 'yes' },
        { id: 'c', output: 'x'.repeat(200_000), gold: 'y'.repeat(200_000) },
        { id: 'd', output: 'no gold' },
      ],
      task: { kind: 'free' },
    });
    if (card.kind !== 'free') throw new Error('not free text');
    const free = card.overall;
    expect(free.ours).toMatchObject({ count: 1, of: 3 });
    expect(free.similarity.of).toBe(2);
    expect(free.similarity.share).toBeCloseTo((1 + 2 / 3) / 2);
    expect(free.tooLong).toEqual({ count: 1, ids: ['c'] });
  });
});

describe('bad input', () => {
  it('scores predictions without gold as not judged, and gold without predictions as not answered', () => {
    const without = classify([{ id: 'a', output: 'safe' }]);
    expect(without).toMatchObject({ ours: { of: 0, share: null }, judged: 0, mcc: null, majority: null, skew: null });
    expect(without.funnel.at(-1)?.passed.of).toBe(0);
    const unanswered = classify([{ id: 'a', gold: 'safe' }]);
    expect(unanswered.ours).toMatchObject({ count: 0, of: 1 });
    expect(unanswered.funnel[0]?.lost).toEqual({ count: 1, ids: ['a'] });
  });

  it('names ids that occur twice in a split, not those of two splits', () => {
    const card = scorePredictions({
      predictions: [
        { id: '1', split: 'train', output: 'safe' },
        { id: '1', split: 'eval', output: 'safe' },
        { id: '1', split: 'eval', output: 'safe' },
      ],
      task: { kind: 'classify', classes: ['safe'] },
    });
    expect(card.repeatedIds).toEqual({ count: 1, ids: ['1'] });
  });

  it('bounds outputs of ten megabytes and a hundred thousand brackets, whatever the task', () => {
    const gold = { id: '12345' };
    const huge = [
      '{"id":"'.padEnd(10_000_000, 'x'),
      'safe '.repeat(2_000_000),
      '['.repeat(100_000),
      '{"a":'.repeat(100_000),
    ];
    const predictions = [...huge, '[{}] '.repeat(100_000)].map((output, id) => ({ id, output }));
    expect(classify(predictions.map((line) => ({ ...line, gold: 'safe' }))).ours.count).toBe(0);
    expect(classify(predictions, { answer: 'json' }).rungs.strict).toBe(0);
    expect(
      extract(
        predictions.map((line) => ({ ...line, gold })),
        { fields: ['id'] },
      ).ours.count,
    ).toBe(0);
    expect(
      scorePredictions({ predictions: predictions.map((line) => ({ ...line, gold: 'x' })), task: null }).overall.ours
        .count,
    ).toBe(0);
  });

  it('keeps memory flat: a hundred thousand rows leave fifty ids per cell', () => {
    function* many() {
      for (let id = 0; id < 100_000; id++) yield { id, output: 'safe', gold: 'safe' };
    }
    const score = classify(many());
    expect(score.ours).toMatchObject({ count: 100_000, of: 100_000 });
    expect(score.ours.ids).toHaveLength(50);
    expect(score.cells[0]?.ids).toHaveLength(50);
  });

  it.each<[string, object, RegExp]>([
    ['no classes', { classes: [] }, /classes|length/i],
    ['a schema that is none', { schema: { type: 'text' } }, /not a JSON schema that can be used.*#\/type/],
    ['a schema that is a text', { schema: 'schema.json' }, /task is not valid/],
    ['a synonym of two classes', { synonyms: { safe: ['fine'], unsafe: ['fine'] } }, /two classes/],
    ['a synonym of no class', { synonyms: { odd: ['fine'] } }, /not listed/],
  ])('tells the caller about %s', (_, task, reason) => {
    expect(() => classify([], task)).toThrow(reason);
  });

  it('tells the caller about a critical field that is none', () => {
    expect(() => extract([], { fields: ['a'], critical: ['b'] })).toThrow(/critical/);
  });
});
