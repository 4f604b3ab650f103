import { describe, expect, it } from 'vitest';
import { assistant, errorOf, type LabelCase, markedChatMl, outcomeOf, user } from '../support/label-cases.ts';

const chat = [user('Hi'), assistant('Yes')];

describe('what ends the trainer', () => {
  const cases: readonly [string, LabelCase, string][] = [
    ['no row', { rows: [] }, 'StopIteration'],
    ['columns of another kind', { rows: [{ instruction: 'x', output: 'y' }] }, 'KeyError'],
    ['a prompt without a completion', { rows: [{ prompt: 'x' }] }, 'KeyError'],
    ['ultrachat: prompt and messages', { rows: [{ prompt: 'x', messages: 'y' }] }, 'KeyError'],
    ['conversations with role and content', { rows: [{ conversations: chat }] }, 'KeyError'],
    ['a number where text belongs', { rows: [{ text: 3 }] }, 'AttributeError'],
    ['a null text', { rows: [{ text: 'x' }, { text: null }] }, 'AttributeError'],
    ['a null prompt', { rows: [{ prompt: null, completion: 'x' }] }, 'ValueError'],
    [
      'no EOS token for plain text',
      { rows: [{ text: 'x' }], specialTokens: { pad_token: '<|endoftext|>' } },
      'TypeError',
    ],
    ['no token to pad with', { rows: [{ text: 'x' }], specialTokens: {} }, 'ValueError'],
    ['an EOS that is no token', { rows: [{ text: 'x' }], config: { eos_token: '<nope>' } }, 'ValueError'],
    ['an empty conversation', { rows: [{ messages: chat }, { messages: [] }] }, 'IndexError'],
    ['conversations without a template', { rows: [{ messages: chat }], chatTemplate: undefined }, 'ValueError'],
    [
      'null template arguments in one row',
      {
        rows: [
          { messages: chat, chat_template_kwargs: { a: 1 } },
          { messages: chat, chat_template_kwargs: null },
        ],
      },
      'TypeError',
    ],
    [
      'template arguments that the trainer passes itself',
      { rows: [{ messages: chat, chat_template_kwargs: { messages: 1 } }] },
      'TypeError',
    ],
    ['tools that are no JSON', { rows: [{ text: 'x', tools: '{' }] }, 'JSONDecodeError'],
    ['a tool that is no schema', { rows: [{ messages: chat, tools: ['f'] }] }, 'ValueError'],
    [
      'a template that refuses a row',
      { rows: [{ messages: chat }], chatTemplate: "{{ raise_exception('no') }}" },
      'TemplateError',
    ],
    ['a template that cannot be read', { rows: [{ messages: chat }], chatTemplate: '{% if %}' }, 'TemplateSyntaxError'],
    ['assistant-only loss on text', { rows: [{ text: 'x' }], config: { assistant_only_loss: true } }, 'ValueError'],
    [
      'assistant-only loss on ShareGPT rows',
      { rows: [{ conversations: [{ from: 'human', value: 'x' }] }], config: { assistant_only_loss: true } },
      'ValueError',
    ],
    [
      'assistant-only loss with an unknown template',
      { rows: [{ messages: chat }], config: { assistant_only_loss: true } },
      'ValueError',
    ],
    [
      'assistant-only loss without a template',
      { rows: [{ messages: chat }], config: { assistant_only_loss: true }, chatTemplate: undefined },
      'TypeError',
    ],
    [
      'a row without an answer under assistant-only loss',
      { rows: [{ messages: [user('x')] }], config: { assistant_only_loss: true }, chatTemplate: markedChatMl },
      'RuntimeError',
    ],
    [
      'padding-free with a length and without packing',
      { rows: [{ text: 'x' }], config: { padding_free: true, max_length: 8 } },
      'ValueError',
    ],
    ['packing without a length', { rows: [{ text: 'x' }], config: { packing: true } }, 'ValueError'],
    [
      'packing in an unknown way',
      { rows: [{ text: 'x' }], config: { packing: true, packing_strategy: 'x', max_length: 8 } },
      'ValueError',
    ],
    [
      'packing labels of another length',
      { rows: [{ input_ids: [1, 2], labels: [1] }], config: { packing: true, max_length: 8 } },
      'ValueError',
    ],
    ['an unknown way to cut', { rows: [{ text: 'x' }], config: { truncation_mode: 'x', max_length: 8 } }, 'ValueError'],
    [
      'a formatting function for completions',
      { rows: [{ prompt: 'x', completion: 'y' }], config: { formatting_func: '{prompt}' } },
      'ValueError',
    ],
    [
      'a formatting function for a column that is not there',
      { rows: [{ text: 'x' }], config: { formatting_func: '{y}' } },
      'KeyError',
    ],
    [
      'masks that nothing reads',
      { rows: [{ input_ids: [1], completion_mask: [1] }], config: { dataset_kwargs: { skip_prepare_dataset: true } } },
      'ValueError',
    ],
    ['a label column of single numbers', { rows: [{ text: 'x', labels: 1 }] }, 'TypeError'],
    ['columns of two types', { rows: [{ text: 'x' }, { text: 1 }] }, 'ArrowTypeError'],
    [
      'content that is a list in some messages',
      { rows: [{ messages: [user('x'), { role: 'user', content: [{ type: 'text' }] }] }] },
      'ArrowInvalid',
    ],
    [
      'text beside a list of messages: chance decides',
      { rows: [{ prompt: 'x', completion: [assistant('y')] }] },
      'CannotTell',
    ],
    ['an unknown loss', { rows: [{ text: 'x' }], config: { loss_type: 'x' } }, 'ValueError'],
  ];
  it.each(cases)('%s', (_, given, type) => expect(errorOf(given).type).toBe(type));

  it('is what the earliest stage raises, not the first row', () => {
    // Row 0 fails when it is tokenised, row 1 when EOS is appended, which all rows go through before.
    const rows = [
      { text: 'x', tools: '{' },
      { text: null, tools: '[]' },
    ];
    expect(errorOf({ rows })).toEqual({ type: 'AttributeError', row: 1 });
  });

  it('says what is wrong, why it matters and what to do, in every case', () => {
    for (const [name, given] of cases) {
      const outcome = outcomeOf(given);
      const message = 'error' in outcome ? outcome.error.message : '';
      expect(message.length, name).toBeGreaterThan(30);
      expect(message, name).toMatch(/\.$/);
    }
  });
});
