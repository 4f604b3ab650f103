import { describe, expect, it } from 'vitest';
import { assistant, type LabelCase, markedChatMl, predictionOf, trainedTexts, user } from '../support/label-cases.ts';

const chat = [user('Hi'), assistant('Yes')];
const rendered = '<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\nYes<|im_end|>\n';

function noteKinds(given: LabelCase): string[] {
  return predictionOf(given).notes.map(({ kind }) => kind);
}

describe('which text bears loss', () => {
  const cases: readonly [string, LabelCase, readonly string[]][] = [
    ['messages: everything, prompt and template as well', { rows: [{ messages: chat }] }, [rendered]],
    [
      'messages with completion_only_loss: the setting has no effect',
      { rows: [{ messages: chat }], config: { completion_only_loss: true } },
      [rendered],
    ],
    [
      'messages with assistant_only_loss: the marked spans of all turns',
      {
        rows: [{ messages: [...chat, user('And?'), assistant('No')] }],
        config: { assistant_only_loss: true },
        chatTemplate: markedChatMl,
      },
      ['Yes<|im_end|>No<|im_end|>'],
    ],
    [
      'prompt and completion: the completion, from behind the generation prompt',
      { rows: [{ prompt: [user('Hi')], completion: [assistant('Yes')] }] },
      ['Yes<|im_end|>\n'],
    ],
    [
      'prompt and completion with completion_only_loss off: everything',
      { rows: [{ prompt: [user('Hi')], completion: [assistant('Yes')] }], config: { completion_only_loss: false } },
      [rendered],
    ],
    [
      'a completion with a user turn in it: that turn too, unless assistant_only_loss takes it out',
      {
        rows: [{ prompt: [user('Hi')], completion: [assistant('Yes'), user('And?'), assistant('No')] }],
        config: { assistant_only_loss: true },
        chatTemplate: markedChatMl,
      },
      ['Yes<|im_end|>No<|im_end|>'],
    ],
    [
      'a prompt that ends in the beginning of an answer: a second assistant turn is trained',
      { rows: [{ prompt: [user('Hi'), assistant('Ye')], completion: [assistant('s')] }] },
      ['s<|im_end|>\n'],
    ],
    ['text: everything, with EOS appended', { rows: [{ text: 'Hi' }] }, ['Hi<|im_end|>']],
    ['text that ends with EOS: not twice', { rows: [{ text: 'Hi<|im_end|>' }] }, ['Hi<|im_end|>']],
    ['text with a line break behind EOS: twice', { rows: [{ text: 'Hi<|im_end|>\n' }] }, ['Hi<|im_end|>\n<|im_end|>']],
    ['another text field: no EOS', { rows: [{ body: 'Hi' }], config: { dataset_text_field: 'body' } }, ['Hi']],
    ['plain prompt and completion', { rows: [{ prompt: 'Hi', completion: ' Yes' }] }, [' Yes<|im_end|>']],
    [
      'text beside prompt and completion takes the EOS from the completion',
      { rows: [{ text: 'x', prompt: 'Hi', completion: ' Yes' }] },
      [' Yes'],
    ],
    [
      'conversations of ShareGPT: roles stay as they are',
      { rows: [{ conversations: [{ from: 'human', value: 'Hi' }] }] },
      ['<|im_start|>human\nHi<|im_end|>\n'],
    ],
    [
      'a formatting function that fills a pattern',
      { rows: [{ q: 'Hi', n: 2 }], config: { formatting_func: '{q} {{{n}}}' } },
      ['Hi {2}<|im_end|>'],
    ],
    [
      'a formatting function beside messages: not used',
      { rows: [{ messages: chat, q: 'x' }], config: { formatting_func: '{q}' } },
      [rendered],
    ],
    ['a column named labels: taken as labels', { rows: [{ input_ids: [65, 66], labels: [-100, 66] }] }, ['B']],
    [
      'input_ids with a completion mask: the mask is not used',
      { rows: [{ input_ids: [65, 66], completion_mask: [0, 1] }] },
      ['AB'],
    ],
    [
      'input_ids with a completion mask and the setting: the mask is used',
      { rows: [{ input_ids: [65, 66], completion_mask: [0, 1] }], config: { completion_only_loss: true } },
      ['B'],
    ],
    [
      'input_ids with assistant masks: always used',
      { rows: [{ input_ids: [65, 66], assistant_masks: [0, 1] }] },
      ['B'],
    ],
    [
      'a mask shorter than the ids shortens the labels',
      { rows: [{ input_ids: [65, 66, 67], assistant_masks: [1, 0] }] },
      ['A'],
    ],
  ];
  it.each(cases)('%s', (_, given, texts) => expect(trainedTexts(given)).toEqual(texts));

  it('comes from the chat_template_kwargs of each row', () => {
    const template = '{{ mood }}{% for m in messages %}{{ m.content }}{% endfor %}';
    const rows = ['glad', 'sad'].map((mood) => ({ messages: [user('!')], chat_template_kwargs: { mood } }));
    expect(trainedTexts({ rows, chatTemplate: template })).toEqual(['glad!', 'sad!']);
  });

  it('has the tools of a row, as a list or as JSON, and an empty list is not none', () => {
    const chatTemplate = '{{ tools is none }} {{ tools | length if tools is not none }}';
    const tool = { type: 'function', function: { name: 'f' } };
    const one = (tools: LabelCase['rows'][number][string]) =>
      trainedTexts({ rows: [{ messages: [user('')], tools }], chatTemplate });
    expect([one([tool]), one(JSON.stringify([tool])), one([]), one('null')].flat()).toEqual([
      'False 1',
      'False 1',
      'False 0',
      'True ',
    ]);
  });
});

describe('cutting and dropping', () => {
  const rows = [
    { prompt: 'A long prompt', completion: '!' },
    { prompt: 'Q', completion: ' answer' },
  ];

  it('takes the end of long rows and drops those without any loss left', () => {
    const given = { rows, config: { max_length: 8 } };
    const { dropped, droppedRows, sources, notes } = predictionOf(given);
    expect({ dropped, droppedRows, sources }).toEqual({ dropped: 1, droppedRows: [0], sources: [[1]] });
    expect(trainedTexts(given)).toEqual([' answer']);
    expect(notes).toContainEqual({ kind: 'rows-cut', rows: 2, firstRow: 0, maxLength: 8 });
    expect(notes).toContainEqual({ kind: 'rows-dropped', rows: 1, firstRow: 0 });
  });

  it('keep_end keeps the answer', () => {
    expect(trainedTexts({ rows, config: { max_length: 4, truncation_mode: 'keep_end' } })).toEqual([
      '!<|im_end|>',
      'wer<|im_end|>',
    ]);
  });

  it('does nothing without max_length, and says what TRL would have cut by default', () => {
    const { rows: kept, notes } = predictionOf({ rows: [{ text: 'x'.repeat(1024) }, { text: 'x' }] });
    expect(kept).toHaveLength(2);
    expect(notes).toContainEqual({ kind: 'default-length-not-applied', rows: 1, firstRow: 0 });
  });
});

describe('what is done silently is noted', () => {
  it.each([
    ['full-sequence-loss', { rows: [{ messages: chat }] }],
    ['completion-only-ignored', { rows: [{ messages: chat }], config: { completion_only_loss: true } }],
    ['no-eos-appended', { rows: [{ body: 'x' }], config: { dataset_text_field: 'body' } }],
    ['formatting-ignored', { rows: [{ messages: chat }], config: { formatting_func: 'x' } }],
    ['unmapped-roles', { rows: [{ conversations: [{ from: 'human', value: 'Hi' }] }] }],
    ['completion-mask-ignored', { rows: [{ input_ids: [1], completion_mask: [1] }] }],
    ['labels-column-used', { rows: [{ text: 'x', labels: [1] }] }],
    ['preference-label-ignored', { rows: [{ prompt: 'p', completion: 'c', label: false }] }],
    ['completion-without-eos', { rows: [{ text: 'x', prompt: 'p', completion: 'c' }] }],
    ['message-key-unread', { rows: [{ messages: [{ role: 'assistant', content: 'x', thinking: 'y' }] }] }],
    ['keys-not-read', { rows: [{ text: 'x' }], config: { assistant_only_los: true } }],
    ['date-in-template', { rows: [{ messages: chat }], chatTemplate: "{{ strftime_now('%Y') }}" }],
    [
      'documents-joined',
      { rows: [{ text: 'x' }], config: { packing: true, packing_strategy: 'wrapped', max_length: 9 } },
    ],
    ['masked-packs', { rows: [{ prompt: 'long prompt', completion: 'c' }], config: { packing: true, max_length: 4 } }],
    ['row-end-without-terminator', { rows: [{ messages: chat }], chatTemplate: 'plain text' }],
    [
      'prompt-not-prefix',
      {
        rows: [{ prompt: [user('x')], completion: [assistant('y')] }],
        chatTemplate: "{{ 'P' if add_generation_prompt }}{{ messages | length }}",
      },
    ],
  ] satisfies [string, LabelCase][])('%s', (kind, given) => {
    expect(noteKinds(given)).toContain(kind);
  });

  it('and a healthy set has none', () => {
    const rows = [{ prompt: [user('Hi')], completion: [assistant('Yes')] }];
    expect(noteKinds({ rows, config: { max_length: 1024 } })).toEqual([]);
  });
});

describe('warnings', () => {
  it('name the rows whose prompt is no prefix, once for all of them', () => {
    const rows = ['x', 'y'].map((text) => ({ prompt: [user(text)], completion: [assistant('z')] }));
    const chatTemplate = "{{ 'P' if add_generation_prompt }}{{ messages[0].content }}";
    const { warnings } = predictionOf({ rows, chatTemplate });
    expect(warnings).toEqual([expect.objectContaining({ kind: 'prompt-mismatch', rows: 2, firstRow: 0 })]);
    expect(warnings[0]?.message).toMatch(
      /^Mismatch between tokenized prompt and the start of tokenized prompt\+completion/,
    );
  });

  it('say that the end of turn is outside the marked answer', () => {
    const chatTemplate =
      '{% for m in messages %}{% generation %}{{ m.content }}{% endgeneration %}<|im_end|>{% endfor %}';
    const { warnings } = predictionOf({
      rows: [{ messages: chat }],
      config: { assistant_only_loss: true },
      chatTemplate,
    });
    expect(warnings.map(({ kind }) => kind)).toEqual(['stop-token-not-trained']);
  });
});

describe('size', () => {
  it('takes a row of 5 MB', () => {
    const { rows } = predictionOf({ rows: [{ text: 'lorem ipsum '.repeat(420_000) }], config: { max_length: 10 } });
    expect(rows[0]?.inputIds).toHaveLength(10);
  });
});
