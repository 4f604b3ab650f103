import { describe, expect, it } from 'vitest';
import { derivedMetadata } from '../../../src/scoring/compare/derived-metadata.ts';
import type { Metadata } from '../../../src/scoring/compare/slice-features.ts';
import { scoreRow } from '../../../src/scoring/score-row.ts';
import type { PredictionRow } from '../../../src/scoring/scored-row.ts';
import type { Task } from '../../../src/scoring/task.ts';

const VERDICT: Task = { kind: 'classify', classes: ['safe', 'unsafe'], answer: 'text' };
const SLIP: Task = { kind: 'extract', fields: ['name'] };

const columns = (task: Task, given: Partial<PredictionRow>, prompt?: string): Metadata => {
  const row = { id: 'p', output: 'unsafe', ...given };
  return derivedMetadata({ row, scored: scoreRow(row, task), prompt }, task);
};

describe('columns that nobody declared', () => {
  it('are the split, the gold class and the prompt of a classification, and nothing of what was answered', () => {
    expect(columns(VERDICT, { gold: 'SAFE ', split: 'eval' }, 'Is this ladder safe?')).toEqual({
      ...{ split: 'eval', 'gold class': 'safe', 'answer script': 'Latin' },
      ...{ 'prompt length': 20, 'prompt script': 'Latin' },
    });
    expect(columns(VERDICT, {})).toEqual({ split: null, 'gold class': null });
  });

  it('are the length and the script of the right answer to a document', () => {
    expect(columns(SLIP, { gold: { name: 'Kim' } })).toEqual({
      ...{ split: null, 'answer length': '{"name":"Kim"}'.length, 'answer script': 'Latin' },
    });
    // Of {"name":"김민수"} four letters are the key's and three the value's.
    expect(columns(SLIP, { gold: { name: '김민수' } })).toMatchObject({ 'answer script': 'Hangul' });
    expect(columns(SLIP, { target: '{"name":"Anna Мороз"}' })).toMatchObject({ 'answer script': 'Cyrillic' });
    expect(columns(SLIP, { target: '{"name":"Annabel Lee µ λ"}' })).toMatchObject({ 'answer script': 'Latin' });
    expect(columns(SLIP, { target: '12 345' })).toMatchObject({ 'answer script': null });
  });
});
