import { expect, test } from 'vitest';
import { closeIds } from '../../src/cli/close-ids.ts';

const ids = ['loss/prompt-in-loss', 'loss/media-in-loss', 'decode/sampling-on', 'adapter/untrained'];

test('a typing mistake finds its id first', () => {
  expect(closeIds('loss/promt-in-loss', ids)[0]).toBe('loss/prompt-in-loss');
  expect(closeIds('Decode/Samplingon', ids)[0]).toBe('decode/sampling-on');
});

test('the last part of an id is enough', () => {
  expect(closeIds('untrained', ids)).toEqual(['adapter/untrained']);
  expect(closeIds('sampling', ids)).toEqual(['decode/sampling-on']);
});

test('what resembles nothing suggests nothing', () => {
  expect(closeIds('zzzzzzzzzz', ids)).toEqual([]);
  expect(closeIds('', ids)).toEqual([]);
});
