import { describe, expect, it } from 'vitest';
import { collate } from '../../src/labels/trl/collate.ts';

const padded = { padId: 0, paddingFree: false, padToMultipleOf: undefined, masksFirstOfDocument: true };
const free = { ...padded, paddingFree: true };
const row = (inputIds: readonly number[], labels = inputIds) => ({ inputIds, labels });

// The examples are those of TRL's own tests (tests/test_sft_trainer.py).
describe('one batch', () => {
  it('is padded on the right, without loss there', () => {
    expect(collate([row([1, 2, 3]), row([4, 5])], padded)).toEqual({
      inputIds: [
        [1, 2, 3],
        [4, 5, 0],
      ],
      labels: [
        [1, 2, 3],
        [4, 5, -100],
      ],
      attentionMask: [
        [1, 1, 1],
        [1, 1, 0],
      ],
    });
  });

  it('is padded to a multiple', () => {
    expect(collate([row([1, 2, 3]), row([4, 5])], { ...padded, padToMultipleOf: 4 }).labels).toEqual([
      [1, 2, 3, -100],
      [4, 5, -100, -100],
    ]);
  });

  it('is one sequence when padding-free, and no first token of a row bears loss', () => {
    expect(collate([row([1, 2, 3]), row([4, 5])], free)).toEqual({
      inputIds: [[1, 2, 3, 4, 5]],
      labels: [[-100, 2, 3, -100, 5]],
      positionIds: [[0, 1, 2, 0, 1]],
    });
  });

  it('knows the documents of packs', () => {
    const packs = [
      { ...row([1, 2, 3, 4, 5, 6]), seqLengths: [3, 3] },
      { ...row([7, 8, 9, 10, 11]), seqLengths: [4, 1] },
    ];
    expect(collate(packs, free).labels).toEqual([[-100, 2, 3, -100, 5, 6, -100, 8, 9, 10, -100]]);
  });

  it('masks padding as well, since its position is 0', () => {
    expect(collate([row([1, 2, 3]), row([4, 5])], { ...free, padToMultipleOf: 8 }).labels).toEqual([
      [-100, 2, 3, -100, 5, -100, -100, -100],
    ]);
  });

  it('kept the first tokens before TRL 0.23.1', () => {
    expect(collate([row([1, 2]), row([4, 5])], { ...free, masksFirstOfDocument: false }).labels).toEqual([
      [1, 2, 4, 5],
    ]);
  });
});
