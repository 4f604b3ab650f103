import { describe, expect, it } from 'vitest';
import { judgeSettings } from '../../../src/scoring/health/judge-settings.ts';
import { nearestNeighbourBaseline } from '../../../src/scoring/health/nearest-neighbour.ts';
import { type EvaluatedRow, overlapScores } from '../../../src/scoring/health/overlap-scores.ts';
import { repeatedQuestions } from '../../../src/scoring/health/repeated-questions.ts';
import { seenEpochs } from '../../../src/scoring/health/seen-epochs.ts';
import { USUAL_RANGES } from '../../../src/scoring/health/usual-ranges.ts';

describe('evaluation rows that were trained on', () => {
  const question = (at: number) =>
    `Inspect ladder ${at} on the ${['roof', 'yard', 'dock'][at % 3]} beside door ${at * 31}.`;
  const training = Array.from({ length: 20 }, (_, at) => ({ question: question(at) }));
  const scores = (evaluation: readonly EvaluatedRow[]) => {
    const { across } = repeatedQuestions(training, evaluation);
    if (across === null) throw new Error('nothing to compare');
    return overlapScores(across, evaluation);
  };

  it('are scored apart from the others', () => {
    const evaluation = Array.from({ length: 20 }, (_, at) => ({
      id: `eval-${at}`,
      question: at < 10 ? question(at) : question(at + 100),
      correct: at < 10 || at % 5 === 0,
    }));
    const found = scores(evaluation);
    expect(found).toMatchObject({
      overlap: { count: 10, of: 20 },
      contaminated: { count: 10, of: 10 },
      clean: { count: 2, of: 10 },
      complete: true,
    });
    expect(found.exact[3]).toEqual({ id: 'eval-3', trainRow: 3, similarity: 1 });
    expect(found.p).toBeLessThan(0.001);
  });

  it('leave nothing to compare when there are none, or nothing was judged', () => {
    const clean = scores([{ id: 'a', question: 'Something else entirely?', correct: true }]);
    expect(clean).toMatchObject({
      overlap: { count: 0, of: 1 },
      contaminated: { of: 0 },
      clean: { count: 1, of: 1 },
      p: null,
    });
    expect(scores([{ id: 'a', question: question(1), correct: null }])).toMatchObject({
      overlap: { count: 1 },
      contaminated: { of: 0 },
    });
  });
});

describe('how often a row is seen', () => {
  it('grades the passes, and lets an overfit test be one', () => {
    const level = (rows: number, epochs: number) => seenEpochs({ rows, epochs, batchRows: 8 }).level;
    expect([level(700, 3), level(700, 5), level(700, 6), level(700, 250), level(50_000, 6)]).toEqual([
      'few',
      'some',
      'many',
      'memorised',
      'some',
    ]);
    expect(seenEpochs({ rows: 4, epochs: 200, batchRows: 1 })).toMatchObject({
      overfitTest: true,
      optimizerSteps: 800,
    });
  });

  it('counts rows that were repeated in the data, and steps as the trainer does', () => {
    expect(seenEpochs({ rows: 1000, distinctRows: 250, epochs: 2, batchRows: 16 })).toMatchObject({
      passes: 8,
      optimizerSteps: 126,
    });
    expect(seenEpochs({ rows: 100, epochs: 2.5, batchRows: 8 }).optimizerSteps).toBe(33);
    expect(seenEpochs({ rows: 100, epochs: 2 })).toMatchObject({ passes: 2, optimizerSteps: null });
  });
});

describe('learning rate and rank', () => {
  it('knows that LoRA takes ten times the rate, and that a rate of the other method is the mistake', () => {
    const rate = (method: 'lora' | 'full', learningRate: number) => judgeSettings(method, { learningRate })[0]?.state;
    expect([rate('lora', 2e-4), rate('full', 2e-4)]).toEqual(['usual', 'far-too-high']);
    expect([rate('lora', 2e-6), rate('lora', 7e-4), rate('lora', 1e-2)]).toEqual(['low', 'high', 'far-too-high']);
  });

  it('judges alpha by the rank, and the rank by nothing: no source gives a range for it', () => {
    expect(judgeSettings('lora', { rank: 8, alpha: 64 })).toMatchObject([{ value: 8, state: 'high' }]);
    expect(judgeSettings('lora', { rank: 4096 })).toEqual([]);
    expect(judgeSettings('full', { rank: 8, alpha: 64, learningRate: Number.NaN })).toEqual([]);
  });

  it('names a source for every range', () => {
    for (const { source, low, high } of USUAL_RANGES) expect([source.length > 20, low < high]).toEqual([true, true]);
  });
});

describe('copying the nearest training row', () => {
  const drug = (at: number) => ({ text: `patient ${at * 37} takes losartan tablets daily`, class: 'prescription' });
  const receipt = (at: number) => ({ text: `latte ${at * 53} and cheese tart to go`, class: 'receipt' });
  const both = (from: number) => Array.from({ length: 20 }, (_, at) => (at % 2 ? drug(from + at) : receipt(from + at)));

  it('solves what vocabulary alone decides', () => {
    expect(nearestNeighbourBaseline(both(0), both(1000))).toMatchObject({
      accuracy: { count: 20, of: 20 },
      complete: true,
    });
  });

  it('says when it could not use every row', () => {
    const long = Array.from({ length: 600 }, (_, at) => ({
      text: `${at} ${'latte to go '.repeat(400)}`,
      class: 'receipt',
    }));
    const { complete, accuracy } = nearestNeighbourBaseline(long, both(0));
    expect([complete, accuracy.of]).toEqual([false, 20]);
  });

  it('gives nothing for a text that shares nothing with any training row', () => {
    const training = both(0);
    const { predicted, accuracy } = nearestNeighbourBaseline(training, [
      { text: 'ЩЩЩЩЩ', class: 'receipt' },
      ...both(5),
    ]);
    expect(predicted[0]).toBeNull();
    expect(accuracy).toMatchObject({ count: 20, of: 21 });
    expect(nearestNeighbourBaseline([], both(1)).accuracy).toMatchObject({ count: 0, of: 20 });
  });
});
