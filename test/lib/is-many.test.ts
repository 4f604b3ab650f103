import { expect, it } from 'vitest';
import { isMany } from '../../src/lib/is-many.ts';

it.each([
  [1, 20, true],
  [1, 21, false],
  [49, 1000, false],
  [50, 1000, true],
  [1, 1, true],
  [0, 1, false],
  [0, 0, false],
])('%d of %d', (count, total, many) => expect(isMany(count, total)).toBe(many));
