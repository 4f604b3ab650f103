import { expect, it } from 'vitest';
import { listWords } from '../../src/lib/list-words.ts';

it('lists words as a sentence does', () => {
  expect(listWords(['a'])).toBe('a');
  expect(listWords(['a', 'b'])).toBe('a and b');
  expect(listWords(['a', 'b', 'c'])).toBe('a, b and c');
  expect(listWords([])).toBe('');
});
