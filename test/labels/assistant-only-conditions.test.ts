import { describe, expect, it } from 'vitest';
import { type AssistantOnlyInput, assistantOnlyConditions } from '../../src/labels/assistant-only-conditions.ts';
import { assistant, byteTokenizer, chatMl, markedChatMl, namedTokens, newest, user } from '../support/label-cases.ts';

const healthy: AssistantOnlyInput = {
  rows: [{ messages: [user('Hi'), assistant('Yes')] }],
  tokenizer: byteTokenizer,
  specialTokens: namedTokens,
  chatTemplate: markedChatMl,
  config: {},
  trainer: newest,
  hasProcessor: false,
};

function failing(change: Partial<AssistantOnlyInput>): string[] {
  const found = assistantOnlyConditions({ ...healthy, ...change });
  expect(found).toHaveLength(7);
  return found.filter(({ state }) => state === 'fails').map(({ id }) => id);
}

describe('the seven conditions of assistant-only loss', () => {
  it('all hold in a healthy setup', () => {
    expect(assistantOnlyConditions(healthy).map(({ state }) => state)).toEqual(
      Array.from({ length: 7 }, () => 'holds'),
    );
  });

  it.each([
    ['release-has-it', { trainer: { ...newest, version: '0.18.0' } }],
    ['rows-without-images', { rows: [{ messages: [user('Hi'), assistant('Yes')], images: ['a.png'] }] }],
    ['rows-without-images', { hasProcessor: true, trainer: { ...newest, version: '1.9.0' } }],
    ['rows-are-conversations', { rows: [{ conversations: [{ from: 'human', value: 'Hi' }] }] }],
    ['rows-are-conversations', { rows: [{ text: 'Hi' }] }],
    ['chat-template-exists', { chatTemplate: undefined }],
    ['answer-is-marked', { chatTemplate: chatMl }],
    ['every-row-has-an-answer', { rows: [...healthy.rows, { messages: [user('Hi')] }] }],
    ['end-of-turn-is-marked', { chatTemplate: markedChatMl.replace(" + '<|im_end|>' }}{% endgen", ' }}{% endgen') }],
  ] satisfies [string, Partial<AssistantOnlyInput>][])('%s fails alone', (id, change) => {
    expect(failing(change)).toEqual([id]);
  });

  it('leaves open what cannot be looked at, and never calls it held', () => {
    const states = assistantOnlyConditions({ ...healthy, chatTemplate: undefined }).map(({ state }) => state);
    expect(states.slice(4)).toEqual(['unknown', 'unknown', 'unknown']);
  });

  it('names the row without an answer', () => {
    const rows = [...healthy.rows, { messages: [user('Hi')] }];
    const { reason } = assistantOnlyConditions({ ...healthy, rows })[5] ?? { reason: '' };
    expect(reason).toMatch(/^Row 1: /);
  });
});
