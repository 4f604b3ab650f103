import { describe, expect, it } from 'vitest';
import type { RenderInput } from '../../src/chat-template/chat-template.ts';
import { compileTemplate } from '../../src/chat-template/compile-template.ts';

const INPUT: RenderInput = {
  messages: [
    { role: 'user', content: '  Is it safe? ' },
    { role: 'assistant', content: '<think>\nhm\n</think>\n\nyes' },
  ],
  tools: [{ type: 'function', function: { name: 'look' } }],
  specialTokens: { bos_token: '<s>' },
};

function origins(source: string, input: Partial<RenderInput> = {}): readonly (readonly [string, unknown])[] {
  const { text, segments } = compileTemplate(source).render({ ...INPUT, ...input });
  return segments.map(({ start, end, origin }) => [text.slice(start, end), origin]);
}

describe('segments', () => {
  it('say where each stretch of a prompt comes from', () => {
    const source =
      "{{ bos_token }}{% for m in messages[:1] %}\n<|{{ m.role }}|>{{ m['content'] | trim }}\n{% endfor %}{% if add_generation_prompt %}<|a|>{{ '\\n' }}{% endif %}";
    expect(origins(source, { addGenerationPrompt: true })).toEqual([
      ['<s>', { kind: 'variable', name: 'bos_token' }],
      ['<|', { kind: 'literal', line: 2, column: 1 }],
      ['user', { kind: 'message', index: 0, field: 'role' }],
      ['|>', { kind: 'literal', line: 2, column: 15 }],
      ['Is it safe?', { kind: 'message', index: 0, field: 'content' }],
      ['\n', { kind: 'literal', line: 2, column: 42 }],
      ['<|a|>\n', { kind: 'generation-prompt' }],
    ]);
  });

  it('follow content through split, strip and concatenation', () => {
    const source = "{% set c = messages[1].content.split('</think>')[-1].lstrip('\\n') %}{{ 'A: ' + c }}";
    expect(origins(source)).toEqual([
      ['A: ', { kind: 'literal', line: 1, column: 72 }],
      ['yes', { kind: 'message', index: 1, field: 'content' }],
    ]);
  });

  it('keep what replace leaves alone', () => {
    expect(origins("{{ messages[1].content | replace('yes', bos_token) }}").map(([text]) => text)).toEqual([
      '<think>\nhm\n</think>\n\n',
      '<s>',
    ]);
  });

  it('say derived when content is changed, and of which message', () => {
    expect(origins('{{ messages[0].content | trim | upper }}')).toEqual([
      ['IS IT SAFE?', { kind: 'message', index: 0, field: 'content', derived: true }],
    ]);
    expect(origins('{{ (messages[0].content ~ bos_token) | upper }}')).toEqual([
      ['  IS IT SAFE? <S>', { kind: 'derived' }],
    ]);
  });

  it('know tools written as JSON', () => {
    expect(origins('{{ tools[0] | tojson }}').map(([, origin]) => origin)).toEqual([{ kind: 'tools' }]);
  });

  it('end with the message that is continued', () => {
    const { text, segments } = compileTemplate('{% for m in messages %}[{{ m.content }}]{% endfor %}').render({
      ...INPUT,
      continueFinalMessage: true,
    });
    expect(segments.at(-1)).toMatchObject({ end: text.length, origin: { kind: 'message', index: 1 } });
  });
});

describe('generation spans', () => {
  const render = (source: string) => compileTemplate(source).render(INPUT);

  it('agree at the top level', () => {
    const made = render('ab{% generation %}cd{% endgeneration %}');
    expect(made.generationSpans).toEqual([[2, 4]]);
    expect(made.correctGenerationSpans).toEqual([[2, 4]]);
    expect(made.generationSpansDiffer).toBe(false);
  });

  it.each([
    [
      'a macro',
      '{% macro m() %}[hdr]{% generation %}yes{% endgeneration %}{% endmacro %}ab{{ m() }}',
      [[2, 5]],
      [[7, 10]],
    ],
    ['a set block', '{% set z %}12{% generation %}yes{% endgeneration %}{% endset %}ab{{ z }}', [[0, 3]], [[4, 7]]],
    ['a filter block', 'a{% filter upper %}bc{% generation %}yes{% endgeneration %}{% endfilter %}', [[1, 4]], []],
  ])('are wrong inside %s, as in transformers, and the correct ones are given', (_, source, theirs, correct) => {
    const made = render(source);
    expect(made.generationSpans).toEqual(theirs);
    expect(made.correctGenerationSpans).toEqual(correct);
    expect(made.generationSpansDiffer).toBe(true);
  });
});
