import { describe, expect, it } from 'vitest';
import { textSplitter } from '../../src/evidence/derive/split-text-row.ts';
import { requests } from '../support/evidence-builders.ts';

const halves = (text: string, sent?: Readonly<Record<string, string>>, generationPrompt?: string) => {
  const { turns, located } = textSplitter(sent === undefined ? undefined : requests(sent), generationPrompt)(text);
  return [located, ...turns.map((turn) => turn.text)];
};

describe('where a text row turns from prompt to answer', () => {
  it('is where the request that was really sent ends', () => {
    expect(halves('Q: Is it safe? A: yes', { a: 'Q: Is it safe? A:' })).toEqual([
      'request',
      'Q: Is it safe? A:',
      ' yes',
    ]);
  });

  it('is behind what all requests end with', () => {
    const sent = { a: 'Is the roof safe?\n== REPLY ==\n', b: 'And the yard?\n== REPLY ==\n' };
    expect(halves('What of the attic?\n== REPLY ==\nno', sent)).toEqual([
      'marker',
      'What of the attic?\n== REPLY ==\n',
      'no',
    ]);
  });

  it('is behind the generation prompt of the chat template', () => {
    expect(halves('[U] Is it safe? [BOT] yes', undefined, '[BOT]')).toEqual([
      'marker',
      '[U] Is it safe? [BOT]',
      ' yes',
    ]);
  });

  it.each(['### Response:\n', '[/INST] ', 'ASSISTANT: ', '<|im_start|>assistant\n'])(
    'is behind a known marker: %s',
    (marker) => {
      const [located, , answer = ''] = halves(`Is it safe? ${marker}yes`);
      expect([located, answer.trim()]).toEqual(['marker', 'yes']);
    },
  );

  it('is nowhere without a marker, or with nothing behind it', () => {
    expect(halves('The yard has a ladder.')).toEqual(['none']);
    expect(halves('Is it safe?\n### Response:')).toEqual(['none']);
  });

  it('is nowhere when there are several answers', () => {
    expect(halves('USER: Safe? ASSISTANT: yes USER: Sure? ASSISTANT: yes')).toEqual(['none']);
  });

  it('is told by the request when the prompt holds an example with its answer', () => {
    const prompt = 'USER: Safe? ASSISTANT: yes USER: And this? ASSISTANT:';
    expect(halves(`${prompt} no`, { a: prompt })).toEqual(['request', prompt, ' no']);
  });
});
