import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AlignedPart, alignTexts } from '../../src/lib/align-texts.ts';

const side = (parts: readonly AlignedPart[], own: AlignedPart['kind']) =>
  parts
    .filter((part) => part.kind === 'same' || part.kind === own)
    .map((part) => part.text)
    .join('');

describe('two texts side by side', () => {
  it('differ in whole words and markers', () => {
    expect(alignTexts('<|user|>Is it safe?', '<|human|>Is it sound?')).toEqual([
      { kind: 'first-only', text: '<|user|>' },
      { kind: 'second-only', text: '<|human|>' },
      { kind: 'same', text: 'Is it ' },
      { kind: 'first-only', text: 'safe' },
      { kind: 'second-only', text: 'sound' },
      { kind: 'same', text: '?' },
    ]);
  });

  it('show what was put in and what was left out', () => {
    expect(alignTexts('a b', 'a very b')).toContainEqual({ kind: 'second-only', text: 'very ' });
    expect(alignTexts('', '').length).toBe(0);
    expect(alignTexts('', 'a')).toEqual([{ kind: 'second-only', text: 'a' }]);
  });

  it('are shown whole in the middle when they have little in common', () => {
    const [a, b] = ['x ', 'y '].map((word) => word.repeat(400));
    expect(alignTexts(`same ${a}end`, `same ${b}end`).map((part) => part.kind)).toEqual([
      'same',
      'first-only',
      'second-only',
      'same',
    ]);
  });

  it('can be put together again, and neighbours are never of one kind', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', ' ', '\n', '<|x|>', 'word', '🪜', '.'), { maxLength: 30 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (a, b) => {
        const parts = alignTexts(a, b);
        expect(side(parts, 'first-only')).toBe(a);
        expect(side(parts, 'second-only')).toBe(b);
        parts.slice(1).forEach((part, i) => {
          expect(part.kind).not.toBe(parts[i]?.kind);
        });
      }),
    );
  });

  it('of any characters can be put together again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(side(alignTexts(a, b), 'first-only')).toBe(a);
        expect(side(alignTexts(a, b), 'second-only')).toBe(b);
      }),
    );
  });
});
