import { describe, expect, test } from 'vitest';
import { fixtureBytes } from '../support/data-set-fixtures.ts';
import { labelsOf, many, newest, pair, predictionOf } from './label-story.ts';

const dataFiles = (name: string, content: string | Uint8Array) => ({
  'train.jsonl': null,
  [name]: content,
  'lockstep.yaml': `run: run\nbase: base\ntrain_data: ${name}\ncapture: capture\n`,
});

describe('data sets of other formats', () => {
  test('CSV with text columns', async () => {
    const csv = `prompt,completion\n${many(3, (question) => `"${question}","yes, ""safe"""\n`).join('')}`;
    const side = await predictionOf({ files: dataFiles('train.csv', csv) });
    expect(side).toMatchObject({ path: 'train.csv', verdict: 'answer-only', rows: { total: 3, kept: 3 } });
  });

  test('a JSON array', async () => {
    const side = await predictionOf({ files: dataFiles('train.json', JSON.stringify(many(3, pair))) });
    expect(side).toMatchObject({ verdict: 'answer-only', rows: { total: 3, kept: 3 } });
  });

  test.each(['chat-zstd.parquet', 'chat-v2.parquet', 'chat-file.arrow'])(
    '%s holds the rows of the JSON beside it',
    async (name) => {
      const side = await predictionOf({ files: dataFiles(name, fixtureBytes(name)) });
      expect(side.rows.looked + side.rows.failed).toBe(side.rows.total);
      const json = await predictionOf({ files: dataFiles('train.json', fixtureBytes('chat.json')) });
      expect(side.rows).toEqual(json.rows);
      expect(side.regions).toEqual(json.regions);
    },
  );

  test('a Parquet file cut short: no prediction, and what it needs', async () => {
    const whole = fixtureBytes('chat-plain.parquet');
    const { sides, missing } = await labelsOf({
      files: dataFiles('train.parquet', whole.subarray(0, whole.length - 40)),
      options: { only: 'prediction', versions: newest },
    });
    expect(sides).toEqual([]);
    expect(missing).toEqual([{ source: 'prediction', needs: expect.stringContaining('train.parquet') }]);
  });
});

describe('what a prediction needs', () => {
  const alone = { 'capture/batches.jsonl': null, 'capture/capture.json': null } as const;
  const settings = { max_length: 512 };

  test.each<[string, Parameters<typeof labelsOf>[0], RegExp]>([
    ['data', { files: { ...alone, 'train.jsonl': null }, settings, options: { versions: newest } }, /train/],
    ['rows', { rows: [], files: alone, settings, options: { versions: newest } }, /row in train\.jsonl/],
    [
      'a tokenizer',
      {
        files: { ...alone, 'run/tokenizer.json': null, 'base/tokenizer.json': null },
        settings,
        options: { versions: newest },
      },
      /tokenizer\.json/,
    ],
    [
      'a tokenizer that can be read',
      {
        files: { ...alone, 'run/tokenizer.json': '{', 'base/tokenizer.json': '{' },
        settings,
        options: { versions: newest },
      },
      /tokenizer\.json/,
    ],
    ['settings', { files: alone, options: { versions: newest } }, /training_args\.bin, or --config/],
    ['the version of TRL', { files: alone, settings }, /version of TRL/],
  ])('%s: without it, it says so', async (_, story, reason) => {
    const { sides, missing } = await labelsOf({ rows: many(2, pair), ...story });
    expect(sides).toEqual([]);
    expect(missing.find(({ source }) => source === 'prediction')?.needs).toMatch(reason);
    expect(missing.find(({ source }) => source === 'capture')?.needs).toContain('capture');
  });
});
