import { describe, expect, it } from 'vitest';
import { dataRow } from '../../src/gather/data-row.ts';

const chat = [
  { role: 'user', content: 'q' },
  { role: 'assistant', content: 'a' },
];

describe('a data row', () => {
  const cases: [string, Parameters<typeof dataRow>[1], string, [string, string, boolean][]][] = [
    [
      'messages',
      { messages: chat },
      'messages',
      [
        ['user', 'q', false],
        ['assistant', 'a', true],
      ],
    ],
    [
      'messages whose roles no template knows',
      {
        messages: [
          { role: 'human', content: 'q' },
          { role: 'gpt', content: 'a' },
        ],
      },
      'messages',
      [
        ['human', 'q', false],
        ['gpt', 'a', true],
      ],
    ],
    [
      'ShareGPT',
      {
        system: 's',
        conversations: [
          { from: 'human', value: 'q' },
          { from: 'gpt', value: 'a' },
        ],
      },
      'sharegpt',
      [
        ['system', 's', false],
        ['human', 'q', false],
        ['gpt', 'a', true],
      ],
    ],
    [
      'prompt and completion as chat',
      { prompt: chat.slice(0, 1), completion: chat.slice(1) },
      'prompt-completion-chat',
      [
        ['user', 'q', false],
        ['assistant', 'a', true],
      ],
    ],
    [
      'an earlier answer in the prompt',
      { prompt: [...chat, { role: 'user', content: 'r' }], completion: [{ role: 'assistant', content: 'b' }] },
      'prompt-completion-chat',
      [
        ['user', 'q', false],
        ['assistant', 'a', false],
        ['user', 'r', false],
        ['assistant', 'b', true],
      ],
    ],
    [
      'prompt and completion as text',
      { prompt: 'q', completion: 'a' },
      'prompt-completion-text',
      [
        ['prompt', 'q', false],
        ['completion', 'a', true],
      ],
    ],
    [
      'Alpaca',
      { instruction: 'i', input: '', output: 'o' },
      'instruction',
      [
        ['instruction', 'i', false],
        ['output', 'o', true],
      ],
    ],
    ['tokens', { input_ids: [1] }, 'tokens', []],
    ['columns nobody knows', { a: 1 }, 'other', []],
    ['messages that are no messages', { messages: 'hello' }, 'other', []],
  ];
  it.each(cases)('of %s', (_, row, shape, turns) => {
    const read = dataRow(0, row);
    expect(read.shape).toBe(shape);
    expect(read.turns.map(({ role, text, answer }) => [role, text, answer])).toEqual(turns);
  });

  it('is text in the column that the trainer was told', () => {
    expect(dataRow(3, { body: 'x' })).toMatchObject({ index: 3, shape: 'other', columns: ['body'] });
    expect(dataRow(3, { body: 'x' }, 'body')).toMatchObject({ shape: 'text', text: 'x', turns: [] });
  });

  it('counts media in blocks, or else in columns on the first user turn', () => {
    const blocks = [{ type: 'image' }, { type: 'text', text: 'What' }, { type: 'text', text: ' is it?' }];
    const [turn] = dataRow(0, { messages: [{ role: 'user', content: blocks }] }).turns;
    expect(turn).toMatchObject({ text: 'What is it?', media: 1 });
    const columns = dataRow(0, { images: ['a.png', 'b.png'], messages: [{ role: 'system', content: 's' }, ...chat] });
    expect(columns.turns.map(({ media }) => media)).toEqual([0, 2, 0]);
  });

  it('tells its gold as text', () => {
    expect(dataRow(0, { text: 'x', label: 'safe' }).gold).toBe('safe');
    expect(dataRow(0, { text: 'x', label: 0 }).gold).toBe('0');
    expect(dataRow(0, { text: 'x', gold: { k: 'v' } }).gold).toBe('{"k":"v"}');
    expect(dataRow(0, { text: 'x', label: null }).gold).toBeUndefined();
  });
});

describe('a row of a Parquet or Arrow file', () => {
  it('has every key of every block, null where a block has none', () => {
    const image = { type: 'image', text: null, image: { bytes: Uint8Array.of(1, 2), path: null } };
    const blocks = [image, { type: 'text', text: 'What is it?', image: null }];
    const row = { messages: [{ role: 'user', content: blocks }, ...chat.slice(1)] };
    expect(dataRow(0, row)).toMatchObject({
      shape: 'messages',
      turns: [{ text: 'What is it?', media: 1 }, { text: 'a' }],
    });
  });

  it('has its images as bytes, which are media and never a gold', () => {
    const row = {
      images: [{ bytes: Uint8Array.of(1), path: 'a.png' }],
      messages: chat,
      target: Uint8Array.of(1, 2, 3),
    };
    const read = dataRow(0, row);
    expect(read.turns[0]).toMatchObject({ media: 1 });
    expect(read.gold).toBeUndefined();
  });
});
