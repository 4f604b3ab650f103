import { expect, it } from 'vitest';
import { once } from '../../src/lib/once.ts';

it('makes a value at the first call, also when the value is undefined', () => {
  const calls: string[] = [];
  const [text, nothing] = [once(() => `${calls.push('text')}`), once(() => void calls.push('nothing'))];
  expect(calls).toEqual([]);
  expect([text(), text(), nothing(), nothing()]).toEqual(['1', '1', undefined, undefined]);
  expect(calls).toEqual(['text', 'nothing']);
});
