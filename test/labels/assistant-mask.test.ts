import { describe, expect, it } from 'vitest';
import { assistantMask } from '../../src/labels/trl/assistant-mask.ts';

/** Tokens of `ab cd ef`, each with its word; `trimmed` leaves the spaces to nobody, as `trim_offsets` does. */
const whole = [
  [0, 2],
  [2, 5],
  [5, 8],
] as const;
const trimmed = [
  [0, 2],
  [3, 5],
  [6, 8],
] as const;

function mask(offsets: readonly (readonly [number, number])[], spans: readonly (readonly [number, number])[]) {
  const places = {
    starts: Int32Array.from(offsets, ([start]) => start),
    ends: Int32Array.from(offsets, ([, end]) => end),
  };
  const found = assistantMask(places, spans);
  return found && { ...found, mask: [...found.mask] };
}

describe('tokens of generation blocks', () => {
  it('are those that touch the block', () => {
    expect(mask(whole, [[3, 4]])).toEqual({ mask: [0, 1, 0], hasAny: true, spills: 0, lost: 0 });
  });

  it('run to the end of the row when a trimmed token leaves the block’s last space to nobody', () => {
    expect(mask(trimmed, [[3, 6]])).toEqual({ mask: [0, 1, 1], hasAny: true, spills: 1, lost: 0 });
  });

  it('are lost, with those of all later blocks, when the block begins with such a space', () => {
    expect(
      mask(trimmed, [
        [2, 5],
        [6, 8],
      ]),
    ).toEqual({ mask: [0, 0, 0], hasAny: false, spills: 0, lost: 2 });
  });

  it('run to the end when the block ends in the first token, because 0 is falsy', () => {
    expect(mask(whole, [[0, 2]])).toEqual({ mask: [1, 1, 1], hasAny: true, spills: 0, lost: 0 });
  });

  it('are none for an empty block', () => {
    expect(mask(whole, [[5, 5]])?.hasAny).toBe(false);
  });

  it('cannot be told for an empty block before any text', () => expect(mask(whole, [[0, 0]])).toBeUndefined());
});
