import { describe, expect, it } from 'vitest';
import type { DataSet } from '../../src/evidence/data-set.ts';
import type { Gathered } from '../../src/evidence/gathered.ts';
import { gather } from '../../src/gather/gather.ts';
import { memoryFiles } from '../../src/source/memory.ts';
import { fixtureBytes } from '../support/data-set-fixtures.ts';
import { gatheredState, gatheredValue } from '../support/gathered-value.ts';

type Contents = Readonly<Record<string, string | Uint8Array>>;

const row = (text: string) => `${JSON.stringify({ text })}\n`;
const texts = (data: Gathered<DataSet>) => gatheredValue(data).rows.map(({ text }) => text);

async function gathered(files: Contents, yaml?: string) {
  return gather(memoryFiles(yaml === undefined ? files : { ...files, 'lockstep.yaml': yaml }));
}

/** What lockstep.yaml was told about its data. */
async function complaint(files: Contents, yaml: string): Promise<string | undefined> {
  const { layout } = await gathered(files, yaml);
  return gatheredValue(layout).damage.find(({ path }) => path === 'lockstep.yaml')?.reason;
}

describe('training data', () => {
  const shards = { 'data/b.jsonl': row('b'), 'data/a.jsonl': row('a'), 'data/README.md': '#', 'more.jsonl': row('c') };

  it.each([
    ['a file', 'train_data: more.jsonl', ['c'], 'more.jsonl'],
    ['a pattern', "train_data: 'data/*.jsonl'", ['a', 'b'], 'data/*.jsonl'],
    ['a folder', 'train_data: data', ['a', 'b'], 'data'],
    ['a list, in its order', 'train_data: [more.jsonl, data/b.jsonl]', ['c', 'b'], 'more.jsonl, data/b.jsonl'],
  ])('named as %s is read whole', async (_, yaml, expected, shown) => {
    const { trainData, layout } = await gathered(shards, yaml);
    expect(texts(trainData)).toEqual(expected);
    expect(gatheredValue(trainData).path).toBe(shown);
    expect(gatheredValue(layout).trainData).toBe(shown);
  });

  it('numbers its rows over all files, and damage names its file', async () => {
    const { trainData } = await gathered(
      { 'a.jsonl': `${row('a')}oops\n`, 'b.jsonl': row('b') },
      'train_data: "?.jsonl"',
    );
    const { rows, total, damage } = gatheredValue(trainData);
    expect(rows.map(({ index, text }) => [index, text])).toEqual([
      [0, 'a'],
      [2, 'b'],
    ]);
    expect(total).toBe(3);
    expect(damage).toMatchObject([{ path: 'a.jsonl', line: 2 }]);
  });

  it.each([
    ['train_data: "*.parquet"', 'train_data: no file of rows matches *.parquet'],
    [
      'train_data: both',
      'train_data: both/a.csv and both/b.jsonl are of different formats; one data set has one format (name the files you trained on)',
    ],
    ['train_data: empty', 'train_data: empty holds no file of rows'],
    [
      'train_data: zipped.jsonl.gz',
      'train_data: zipped.jsonl.gz is no file of rows that is known (JSONL, JSON, CSV, TSV, Parquet, Arrow); unpack it first',
    ],
    ['train_data: []', 'train_data must be a path; it was ignored'],
    ['train_data: [a.jsonl, 7]', 'train_data must be a path; it was ignored'],
  ])('that cannot be used is told: %s', async (yaml, reason) => {
    const files = {
      'both/a.csv': 'text\na\n',
      'both/b.jsonl': row('b'),
      'empty/notes.txt': '',
      'zipped.jsonl.gz': 'x',
    };
    expect(await complaint(files, yaml)).toBe(reason);
  });
});

describe('a folder of save_to_disk', () => {
  const saved = {
    'set/dataset_info.json': '{}',
    'set/state.json': JSON.stringify({
      _data_files: [{ filename: 'data-00001-of-00002.arrow' }, { filename: 'data-00000-of-00002.arrow' }],
    }),
    'set/data-00000-of-00002.arrow': fixtureBytes('chat-stream.arrow'),
    'set/data-00001-of-00002.arrow': fixtureBytes('chat-zstd.arrow'),
  };

  it('is read in the order of its state.json', async () => {
    const { rows, total } = gatheredValue((await gathered(saved, 'train_data: set')).trainData);
    expect(total).toBe(120);
    expect(rows[1]?.turns.map(({ text }) => text)).toEqual(['Frage 1: ist „7919“ sicher? 🙂', 'safe 1']);
  });

  it('is not read in part', async () => {
    const { 'set/data-00001-of-00002.arrow': _, ...cut } = saved;
    expect(await complaint(cut, 'train_data: set')).toBe(
      'train_data: set/data-00001-of-00002.arrow is missing, though state.json lists it',
    );
  });

  it('with several splits gives each its own', async () => {
    const one = {
      'state.json': JSON.stringify({ _data_files: [{ filename: 'data-00000-of-00001.arrow' }] }),
      'data-00000-of-00001.arrow': fixtureBytes('chat-stream.arrow'),
    };
    const within = (folder: string) =>
      Object.fromEntries(Object.entries(one).map(([name, content]) => [`${folder}/${name}`, content]));
    const files = {
      'set/dataset_dict.json': '{"splits": ["train", "test"]}',
      ...within('set/train'),
      ...within('set/test'),
    };
    const { layout, evalData } = await gathered(files, 'train_data: set\neval_data: set');
    expect(gatheredValue(layout)).toMatchObject({ trainData: 'set', evalData: 'set', damage: [] });
    expect(gatheredValue(evalData).rows).toHaveLength(60);
    expect(await complaint({ ...within('set/a'), ...within('set/b') }, 'train_data: set')).toBe(
      'train_data: set holds the splits a, b; name one of them, as in set/a',
    );
  });
});

describe('without lockstep.yaml', () => {
  it.each([
    [
      'shards of one set',
      {
        'data/train-00000-of-00002.parquet': fixtureBytes('chat-none.parquet'),
        'data/train-00001-of-00002.parquet': fixtureBytes('chat-zstd.parquet'),
      },
      120,
    ],
    ['a CSV file', { 'train.csv': 'prompt,completion\na,b\n' }, 1],
    [
      'a saved set',
      {
        'train/state.json': JSON.stringify({ _data_files: [{ filename: 'x.arrow' }] }),
        'train/x.arrow': fixtureBytes('chat-file.arrow'),
      },
      60,
    ],
  ])('%s is found', async (_, files, total) => {
    expect(gatheredValue((await gathered(files)).trainData).total).toBe(total);
  });

  it('a set of which shards are missing says so', async () => {
    const files = { 'train-00000-of-00003.jsonl': row('a'), 'train-00002-of-00003.jsonl': row('c') };
    const { rows, damage } = gatheredValue((await gathered(files)).trainData);
    expect(rows).toHaveLength(2);
    expect(damage).toEqual([
      {
        path: 'train-00000-of-00003.jsonl',
        reason: '2 of the 3 shards of train-*-of-00003 are there; if the others were trained on, copy them here',
      },
    ]);
    expect(gatheredValue((await gathered(files, 'train_data: train-00000-of-00003.jsonl')).trainData).damage).toEqual(
      [],
    );
  });

  it('rows that were converted from a table win over the table', async () => {
    const files = { 'train.csv': 'text\nold\n', 'data/train.jsonl': row('new') };
    expect(texts((await gathered(files)).trainData)).toEqual(['new']);
  });

  it('shards of two sets are ambiguous', async () => {
    const files = { 'train-00000-of-00001.parquet': '', 'train-00000-of-00002.parquet': '' };
    expect(gatheredState((await gathered(files)).trainData)).toBe('absent');
  });
});

describe('rows of Parquet, Arrow and CSV', () => {
  it('are recognised as chat, prompt and completion, and text', async () => {
    const parquet = gatheredValue((await gathered({ 'train.parquet': fixtureBytes('chat-none.parquet') })).trainData);
    expect(parquet.rows.map(({ shape }) => shape).filter((shape) => shape === 'messages').length).toBeGreaterThan(30);
    expect(parquet.rows[1]).toMatchObject({ gold: 'unsafe', columns: ['id', 'messages', 'score', 'label', 'flag'] });
    const csv = gatheredValue((await gathered({ 'train.csv': 'prompt,completion,label\n"a\nb",c,0\n' })).trainData);
    expect(csv.rows).toMatchObject([{ shape: 'prompt-completion-text', gold: '0' }]);
  });

  it('that are lost with their row group are counted', async () => {
    const bytes = fixtureBytes('chat-none.parquet');
    bytes.fill(0xff, Math.floor(bytes.length * 0.35), Math.floor(bytes.length * 0.35) + 200);
    const { rows, total, damage } = gatheredValue((await gathered({ 'train.parquet': bytes })).trainData);
    expect([rows.length, total]).toEqual([35, 60]);
    expect(damage).toMatchObject([
      { path: 'train.parquet', reason: expect.stringMatching(/^25 rows from row 26 on are lost: row group 1/) },
    ]);
  });

  it('of a file cut short are told with what to do', async () => {
    const bytes = fixtureBytes('chat-none.parquet').subarray(0, 3000);
    expect(gatheredState((await gathered({ 'train.parquet': bytes })).trainData)).toMatch(
      /the file ends after 3000 bytes and its footer is missing; was the download or upload cut short/,
    );
  });
});
