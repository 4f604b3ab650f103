import { describe, expect, it } from 'vitest';
import { judgeSetting } from '../../../src/scoring/health/judge-setting.ts';
import { nearestNeighbourBaseline } from '../../../src/scoring/health/nearest-neighbour.ts';
import { overlapScores } from '../../../src/scoring/health/overlap-scores.ts';
import { seenEpochs } from '../../../src/scoring/health/seen-epochs.ts';
import { USUAL_RANGES } from '../../../src/scoring/health/usual-ranges.ts';

describe('evaluation rows that were trained on', () => {
  const question = (at: number) =>
    `Inspect ladder ${at} on the ${['roof', 'yard', 'dock'][at % 3]} beside door ${at * 31}.`;
  const training = Array.from({ length: 20 }, (_, at) => question(at));

  it('are scored apart from the others', () => {
    const evaluation = Array.from({ length: 20 }, (_, at) => ({
      id: `eval-${at}`,
      question: at < 10 ? question(at) : question(at + 100),
      correct: at < 10 || at % 5 === 0,
    }));
    const found = overlapScores(training, evaluation);
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
    const clean = overlapScores(training, [{ id: 'a', question: 'Something else entirely?', correct: true }]);
    expect(clean).toMatchObject({
      overlap: { count: 0, of: 1 },
      contaminated: { of: 0 },
      clean: { count: 1, of: 1 },
      p: null,
    });
    expect(overlapScores(training, [{ id: 'a', question: question(1), correct: null }])).toMatchObject({
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
  });
});

describe('learning rate and rank', () => {
  it('knows that LoRA takes ten times the rate, and that a rate of the other method is the mistake', () => {
    expect(judgeSetting('lora', 'learning rate', 2e-4)?.state).toBe('usual');
    expect(judgeSetting('full', 'learning rate', 2e-4)?.state).toBe('far-too-high');
    expect(judgeSetting('lora', 'learning rate', 2e-6)?.state).toBe('low');
    expect(judgeSetting('lora', 'learning rate', 1e-2)?.state).toBe('far-too-high');
    expect(judgeSetting('lora', 'alpha / rank', 8)?.state).toBe('high');
    expect(judgeSetting('full', 'rank', 8)).toBeNull();
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
