import { describe, expect, it } from 'vitest';
import type { DataRow } from '../../src/evidence/data-set.ts';
import { dataRow, dataSet, textRow } from '../support/evidence-builders.ts';
import { smallRun } from '../support/evidence-gathered.ts';
import { gatheredValue } from '../support/gathered-value.ts';

const examplesOf = (...rows: DataRow[]) => gatheredValue(smallRun({ rows: ['x'], data: dataSet(rows) }).trainExamples);

describe('question and answer of a row', () => {
  it('are the last answer and everything that the user says before it', () => {
    const row = dataRow([
      ['system', 'Be brief.'],
      ['user', 'Is the first safe?'],
      ['assistant', 'yes'],
      ['user', 'And the second?'],
      ['assistant', 'no'],
      ['user', 'Thanks.'],
    ]);
    expect(examplesOf(row).rows).toEqual([
      { row: 0, system: 'Be brief.', prompt: 'Is the first safe?\nyes\nAnd the second?', answer: 'no' },
    ]);
  });

  it('come from prompt and completion columns, and from rendered text', () => {
    const columns = dataRow(
      [
        ['prompt', 'Is it safe?'],
        ['completion', 'yes'],
      ],
      { shape: 'prompt-completion-text' },
    );
    expect(examplesOf(columns, textRow('Is it safe?\n### Response:\nyes')).rows).toEqual([
      { row: 0, system: '', prompt: 'Is it safe?', answer: 'yes' },
      { row: 1, system: '', prompt: 'Is it safe?\n### Response:', answer: '\nyes' },
    ]);
  });

  it('fall back on the gold column, and may lack an answer', () => {
    const gold = dataRow([['user', 'Is it safe?']], { gold: 'safe' });
    expect(examplesOf(gold, dataRow([['user', 'And this?']])).rows).toEqual([
      { row: 0, system: '', prompt: 'Is it safe?', answer: 'safe' },
      { row: 1, system: '', prompt: 'And this?' },
    ]);
  });

  it('are counted when they cannot be read', () => {
    const examples = examplesOf(
      dataRow([['user', 'Is it safe?']]),
      textRow('no marker'),
      dataRow([['assistant', 'yes']]),
    );
    expect([examples.rows.length, examples.unread]).toEqual([1, 2]);
  });

  it('are absent when no row has them', () => {
    expect(smallRun({ rows: ['x'], data: dataSet([textRow('no marker')]) }).trainExamples).toMatchObject({
      state: 'absent',
    });
  });
});
