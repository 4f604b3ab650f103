import { describe, expect, test } from 'vitest';
import type { AnswerSummary } from '../../src/evidence/answer-summary.ts';
import type { Prediction } from '../../src/evidence/predictions.ts';
import { openAnswers } from '../../src/gather/answers.ts';
import { memoryFiles } from '../../src/source/memory.ts';

const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

async function read(
  files: Readonly<Record<string, readonly object[]>>,
  columns: readonly string[] = [],
): Promise<{ readonly rows: readonly Prediction[]; readonly summary: AnswerSummary }> {
  const texts = Object.fromEntries(Object.entries(files).map(([name, rows]) => [name, lines(rows)]));
  const answers = await openAnswers({ files: memoryFiles(texts) }, { columns });
  if (!answers.ok) throw new Error(answers.problem.reason);
  const reading = answers.value.read();
  const rows: Prediction[] = [];
  for await (const { prediction } of reading.rows) rows.push(prediction);
  return { rows, summary: reading.summary() };
}

const chat = (answer: string) => [
  { role: 'user', content: 'Is it safe?' },
  { role: 'assistant', content: answer },
];

describe('predictions beside the evaluation data', () => {
  test('get gold, target and columns from the row with their id, in whatever order', async () => {
    const { rows, summary } = await read(
      {
        'predictions.jsonl': [
          { id: 'b', output: 'unsafe' },
          { id: 'a', output: 'safe' },
        ],
        'eval.jsonl': [
          { id: 'a', label: 'safe', messages: chat('safe'), metadata: { language: 'de', deep: { site: 'roof' } } },
          { id: 'b', label: 'unsafe', messages: chat('unsafe'), metadata: { language: 'en' }, source: 'web' },
        ],
      },
      ['metadata.deep.site', 'language'],
    );
    expect(rows[0]).toMatchObject({ id: 'b', gold: 'unsafe', target: 'unsafe' });
    expect(rows[0]?.metadata).toEqual({ language: 'en', source: 'web', 'metadata.deep.site': null });
    expect(rows[1]?.metadata).toMatchObject({ language: 'de', 'metadata.deep.site': 'roof' });
    expect(summary.data).toMatchObject({ joined: 2, gold: 2, byPlace: false, unanswered: { count: 0 } });
  });

  test('keep what they say themselves', async () => {
    const { rows, summary } = await read(
      {
        'predictions.jsonl': [{ id: 'a', output: 'safe', gold: 'unsafe', camera: 'new' }],
        'eval.jsonl': [{ id: 'a', label: 'safe', camera: 'old', messages: chat('safe') }],
      },
      ['camera'],
    );
    expect(rows[0]).toMatchObject({ gold: 'unsafe', metadata: { camera: 'new' } });
    expect(rows[0]).not.toHaveProperty('target');
    expect(summary.data).toMatchObject({ joined: 1, gold: 0, otherGold: 1 });
  });

  test('are joined by place only where they name it', async () => {
    const data = [{ label: 'safe' }, { label: 'unsafe' }];
    const named = await read({ 'predictions.jsonl': [{ row: 1, output: 'x' }], 'eval.jsonl': data });
    expect(named.rows[0]).toMatchObject({ gold: 'unsafe' });
    expect(named.summary.data).toMatchObject({ byPlace: true, unanswered: { count: 1, ids: ['#0'] } });
    const unnamed = await read({ 'predictions.jsonl': [{ output: 'x' }, { id: 1, output: 'x' }], 'eval.jsonl': data });
    expect(unnamed.rows.map(({ gold }) => gold)).toEqual([undefined, undefined]);
    expect(unnamed.summary.data).toMatchObject({ joined: 0, unanswered: { count: 0 } });
  });

  test('on training rows are not answers to evaluation rows of the same number', async () => {
    const { rows } = await read({
      'predictions.jsonl': [
        { id: 0, split: 'train', output: 'x' },
        { id: 0, split: 'eval', output: 'x' },
      ],
      'eval.jsonl': [{ id: 0, label: 'safe' }],
    });
    expect(rows.map(({ gold }) => gold)).toEqual([undefined, 'safe']);
  });

  test('leave rows of the data unanswered, which is said', async () => {
    const { summary } = await read({
      'predictions.jsonl': [{ id: 'b', output: 'x' }],
      'eval.jsonl': ['a', 'b', 'c'].map((id) => ({ id, label: 'safe' })),
    });
    expect(summary.data?.unanswered).toEqual({ count: 2, ids: ['a', 'c'] });
  });

  test('bring no columns of what the model said', async () => {
    const { rows } = await read({
      'predictions.jsonl': [{ id: 'a', output: 'x', correct: true, latency: 3, metadata: { camera: 'old' } }],
    });
    expect(rows[0]?.metadata).toEqual({ camera: 'old' });
  });

  test('the size of a row’s largest image is a column', async () => {
    const { rows } = await read({
      'predictions.jsonl': [{ id: 'a', output: 'x' }],
      'eval.jsonl': [
        {
          id: 'a',
          label: 'safe',
          images: [
            { width: 2000, height: 1000 },
            { width: 10, height: 10 },
          ],
        },
      ],
    });
    expect(rows[0]?.metadata).toEqual({ 'image megapixels': 2 });
  });
});
