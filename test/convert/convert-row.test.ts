import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConversionWish, conversionFor } from '../../src/convert/conversion-for.ts';
import { convertRow } from '../../src/convert/convert-row.ts';
import type { Row } from '../../src/formats/row-value.ts';

function convert(row: Row, wish: Partial<ConversionWish>) {
  const conversion = conversionFor({ roles: {}, shape: 'keep', ...wish });
  if (!conversion.ok) throw new Error(conversion.problem.reason);
  return convertRow(row, conversion.value);
}

const user = { role: 'user', content: 'Is it safe?' };
const answer = { role: 'assistant', content: '[{"label":"unsafe"}]' };
const later = { role: 'user', content: 'And now?' };
const second = { role: 'assistant', content: '[{"label":"safe"}]' };

describe('messages to prompt and completion', () => {
  const row = { messages: [user, answer, later, second], id: 7 };

  it('makes one row of each assistant turn, the turns before it as prompt', () => {
    const converted = convert(row, { shape: 'prompt-completion-each' });
    expect(converted).toMatchObject({
      rows: [
        { id: 7, prompt: [user], completion: [answer] },
        { id: 7, prompt: [user, answer, later], completion: [second] },
      ],
      changes: [{ kind: 'row-split', count: 2 }],
    });
  });

  it('says how many answers are no longer trained on when only the last one is asked for', () => {
    const converted = convert(row, { shape: 'prompt-completion-last' });
    expect(converted).toMatchObject({
      rows: [{ prompt: [user, answer, later], completion: [second] }],
      changes: [{ kind: 'earlier-answers-untrained', count: 1 }],
    });
  });

  it.each([
    ['turns after the last answer', { messages: [user, answer, later] }, /1 turns after the last assistant turn/],
    ['no answer', { messages: [user] }, /no assistant turn/],
    ['an answer first', { messages: [answer, user, second] }, /no prompt/],
    ['two kinds of columns', { messages: [user, answer], prompt: 'x' }, /which one is trained on/],
    ['no messages', { text: 'x' }, /no messages column/],
  ])('refuses a row with %s', (_, bad, reason) => {
    const converted = convert(bad, { shape: 'prompt-completion-each' });
    expect(converted).toMatchObject({ state: 'refused', reason: expect.stringMatching(reason) });
  });

  it('gives each row the images whose placeholders its turns have', () => {
    const image = { type: 'image' };
    const asking = (text: string) => ({ role: 'user', content: [image, { type: 'text', text }] });
    const converted = convert(
      { messages: [asking('a'), answer, asking('b'), second], images: ['one.png', 'two.png'] },
      { shape: 'prompt-completion-each' },
    );
    expect(converted).toMatchObject({ rows: [{ images: ['one.png'] }, { images: ['one.png', 'two.png'] }] });
    const unequal = convert(
      { messages: [asking('a'), answer], images: ['x', 'y'] },
      { shape: 'prompt-completion-each' },
    );
    expect(unequal).toMatchObject({ state: 'refused', reason: 'has 2 images and 1 placeholders for them' });
  });

  it('loses no turn: every assistant turn is a completion exactly once', () => {
    const turns = fc.array(fc.tuple(fc.string(), fc.string()), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(turns, (pairs) => {
        const messages = pairs.flatMap(([question, reply]) => [
          { role: 'user', content: question },
          { role: 'assistant', content: reply },
        ]);
        const converted = convert({ messages }, { shape: 'prompt-completion-each' });
        if (converted.state === 'refused') throw new Error(converted.reason);
        const completions = converted.rows.map(({ completion }) => completion);
        expect(completions).toEqual(pairs.map(([, reply]) => [{ role: 'assistant', content: reply }]));
      }),
    );
  });
});

describe('roles', () => {
  it('turns ShareGPT into messages, roles included', () => {
    const converted = convert(
      {
        conversations: [
          { from: 'human', value: 'Hi' },
          { from: 'gpt', value: 'Hello' },
        ],
      },
      { shape: 'messages' },
    );
    expect(converted).toMatchObject({
      rows: [
        {
          messages: [
            { role: 'user', content: 'Hi' },
            { role: 'assistant', content: 'Hello' },
          ],
        },
      ],
    });
    expect(converted).toHaveProperty('changes', [
      { kind: 'conversations-renamed', detail: 'conversations → messages', count: 1 },
      { kind: 'roles-renamed', detail: 'human → user', count: 1 },
      { kind: 'roles-renamed', detail: 'gpt → assistant', count: 1 },
    ]);
  });

  it('refuses a role that nobody knows until it is named', () => {
    const row = { messages: [{ role: 'expert', content: 'x' }, answer] };
    expect(convert(row, { shape: 'messages' })).toMatchObject({ state: 'refused' });
    expect(convert(row, { shape: 'messages', roles: { expert: 'user' } })).toMatchObject({
      rows: [{ messages: [{ role: 'user', content: 'x' }, answer] }],
    });
  });

  it.each([
    ['conversations', 'messages'],
    ['conversation', 'messages'],
    ['conversation', 'conversations'],
  ])('refuses a row with %s beside %s, of which one would be lost', (one, other) => {
    const row = { [one]: [user, answer], [other]: [later, second] };
    expect(convert(row, { shape: 'messages' })).toEqual({
      state: 'refused',
      reason: `has both ${one} and ${other}: which one is trained on?`,
    });
  });

  it('keeps a column that is called __proto__', () => {
    const row = JSON.parse('{"__proto__":"kept","messages":[{"role":"human","content":"Hi"}]}') as Row;
    const converted = convert(row, { shape: 'messages' });
    expect(JSON.stringify(converted)).toContain('{"__proto__":"kept","messages":[{"role":"user","content":"Hi"}]}');
  });

  it('keeps tool calls and other fields of a message', () => {
    const call = { role: 'gpt', content: null, tool_calls: [{ id: 'a' }] };
    expect(convert({ messages: [user, call] }, { shape: 'messages' })).toMatchObject({
      rows: [{ messages: [user, { role: 'assistant', content: null, tool_calls: [{ id: 'a' }] }] }],
    });
  });
});

describe('targets', () => {
  const chat = { prompt: [user], completion: [answer] };

  it('replaces the JSON answer by its class, and back', () => {
    const classed = convert(chat, { classPath: '[0].label', classes: ['safe', 'unsafe'] });
    expect(classed).toMatchObject({ rows: [{ completion: [{ role: 'assistant', content: 'unsafe' }] }] });
    if (classed.state === 'refused') throw new Error(classed.reason);
    const [row = {}] = classed.rows;
    expect(convert(row, { pattern: '[{"label":"$class"}]', classes: ['safe', 'unsafe'] })).toMatchObject({
      rows: [chat],
    });
  });

  it('keeps the spacing of the pattern, which the model learns', () => {
    const converted = convert({ prompt: 'a', completion: ' safe\n' }, { pattern: '{"label": "$class"}' });
    expect(converted).toMatchObject({ rows: [{ completion: '{"label": "safe"}' }] });
  });

  it.each([
    ['an answer that is not JSON', { ...chat, completion: 'unsafe' }, { classPath: '[0].label' }, /not JSON/],
    ['nothing at the path', chat, { classPath: '[0].class' }, /no class at the path/],
    ['another class', chat, { classPath: '[0].label', classes: ['safe'] }, /none of the classes/],
    ['several answers', { messages: [user, answer, later, second] }, { classPath: '[0].label' }, /2 assistant turns/],
  ])('refuses a row with %s', (_, row, wish, reason) => {
    expect(convert(row, wish)).toMatchObject({ state: 'refused', reason: expect.stringMatching(reason) });
  });

  it('refuses wishes that make no sense', () => {
    const wish = { roles: {}, shape: 'keep' as const };
    expect(conversionFor(wish).ok).toBe(false);
    expect(conversionFor({ ...wish, pattern: '{"label":' }).ok).toBe(false);
    expect(conversionFor({ ...wish, pattern: '{"label":"x"}' }).ok).toBe(false);
    expect(conversionFor({ ...wish, classPath: 'a..b' }).ok).toBe(false);
    expect(conversionFor({ ...wish, shape: 'messages', roles: { a: 'wizard' } }).ok).toBe(false);
  });
});
