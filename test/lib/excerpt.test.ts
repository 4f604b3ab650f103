import { expect, it } from 'vitest';
import { excerpt } from '../../src/lib/excerpt.ts';

it('leaves a text alone that fits', () => {
  expect(excerpt('yes', 3)).toBe('yes');
  expect(excerpt('')).toBe('');
});

it('is never longer than asked, and says that something was left out', () => {
  expect(excerpt('a ladder', 5)).toBe('a la…');
  expect(excerpt('x'.repeat(200))).toHaveLength(80);
});

it('does not cut a character in half', () => {
  expect(excerpt('ab🪜cd', 4)).toBe('ab…');
  expect(excerpt('ab🪜cd', 5)).toBe('ab🪜…');
});
