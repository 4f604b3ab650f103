import { describe, expect, it } from 'vitest';
import { globPaths } from '../../src/gather/glob-paths.ts';

describe('a pattern', () => {
  const paths = [
    'data/test-0.parquet',
    'data/train-0.parquet',
    'data/train-1.parquet',
    'data/more/train-2.parquet',
    'train.csv',
  ];
  const cases: [string, string[]][] = [
    ['data/train-*.parquet', ['data/train-0.parquet', 'data/train-1.parquet']],
    ['data/train-?.parquet', ['data/train-0.parquet', 'data/train-1.parquet']],
    ['data/*-[1-9].parquet', ['data/train-1.parquet']],
    ['data/*-[!1-9].parquet', ['data/test-0.parquet', 'data/train-0.parquet']],
    ['**/train-*', ['data/train-0.parquet', 'data/train-1.parquet', 'data/more/train-2.parquet']],
    ['**', paths],
    ['data/**/*.parquet', paths.slice(0, 4)],
    ['*', ['train.csv']],
    ['train.cs', []],
    ['train.csvx', []],
    ['[', []],
    ['data/train-[]0].parquet', ['data/train-0.parquet']],
  ];
  it.each(cases)('%s', (pattern, expected) => {
    expect(globPaths(pattern, paths)).toEqual(expected);
  });

  it('of a thousand stars does not hang', () => {
    const name = 'a'.repeat(2000);
    expect(globPaths(`${'*a'.repeat(1000)}b`, [name])).toEqual([]);
    expect(globPaths(`${'**/a/'.repeat(500)}b`, [`${'a/'.repeat(1000)}c`])).toEqual([]);
  });
});
