import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { RenderInput } from '../../src/chat-template/chat-template.ts';
import { compileTemplate } from '../../src/chat-template/compile-template.ts';
import { TemplateError } from '../../src/chat-template/template-error.ts';

const ROW: RenderInput = {
  messages: [
    { role: 'user', content: 'Is it safe? 🪜' },
    { role: 'assistant', content: ' yes \n' },
  ],
};
const text = (source: string, input: Partial<RenderInput> = {}) =>
  compileTemplate(source).render({ ...ROW, ...input }).text;

function raised(action: () => unknown): TemplateError {
  try {
    action();
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
  throw new Error('nothing was raised');
}

describe('the settings of transformers', () => {
  it('reads CRLF like LF and drops one final newline', () => {
    expect(text('{% if true %}\r\nA\r\n{% endif %}\r\n\r\n')).toBe('A\n');
  });

  it('trims blocks and the indentation before them', () => {
    expect(text('a\n   {% if true %}\nb\n   {% endif %}\nc')).toBe('a\nb\nc');
  });

  it('gives absent tools as None, and lets variables win over special tokens', () => {
    expect(
      text('{{ tools is none }}|{{ eos_token }}', { specialTokens: { eos_token: 'a' }, variables: { eos_token: 'b' } }),
    ).toMatch(/\|b$/);
  });

  it('freezes the clock', () => {
    const template = compileTemplate("{{ strftime_now('%d %b %Y %-d %%') }}", { now: new Date(2026, 0, 5) });
    expect(template.render(ROW).text).toBe('05 Jan 2026 5 %');
  });
});

describe('generation blocks', () => {
  const marked =
    "{% for m in messages %}[{% if m['role'] == 'assistant' %}{% generation %}{{ m['content'] }}{% endgeneration %}{% else %}{{ m['content'] }}{% endif %}]{% endfor %}";

  it('are reported in code points and leave no trace in the text', () => {
    const { text: rendered, generationSpans } = compileTemplate(marked).render(ROW);
    expect(rendered).toBe('[Is it safe? 🪜][ yes \n]');
    expect(generationSpans).toEqual([[16, 22]]);
    expect([...rendered].slice(16, 22).join('')).toBe(' yes \n');
  });

  it('survive content that holds private-use characters', () => {
    const { text: rendered, generationSpans } = compileTemplate(marked).render({
      messages: [{ role: 'assistant', content: '\ue000x\ue001' }],
    });
    expect(rendered).toBe('[\ue000x\ue001]');
    expect(generationSpans).toEqual([[1, 4]]);
  });

  it('are none in a template without the tag', () => {
    expect(compileTemplate(marked.replace(/\{% (end)?generation %\}/g, '')).render(ROW).generationSpans).toEqual([]);
  });
});

describe('continuing the final message', () => {
  const source = "{% for m in messages %}<{{ m['content'] }}>{% endfor %}";

  it('ends inside it, its trailing space kept', () => {
    expect(text(source, { continueFinalMessage: true })).toBe('<Is it safe? 🪜>< yes \n');
  });

  it('loses the trailing space when the template trims', () => {
    expect(text(source.replace("m['content']", "m['content'] | trim"), { continueFinalMessage: true })).toBe(
      '<Is it safe? 🪜><yes',
    );
  });

  it('is a ValueError with a generation prompt, without the field, or when the template deletes the message', () => {
    expect(raised(() => text(source, { continueFinalMessage: true, addGenerationPrompt: true })).pythonType).toBe(
      'ValueError',
    );
    expect(raised(() => text(source, { continueFinalMessage: 'thinking' })).pythonType).toBe('ValueError');
    expect(raised(() => text("{{ messages[0]['content'] }}", { continueFinalMessage: true })).pythonType).toBe(
      'ValueError',
    );
  });
});

describe('hostile templates', () => {
  it.each([
    [
      'grows without end',
      "{% set ns = namespace(a='xxxxxxxx') %}{% for i in range(99) %}{% set ns.a = ns.a ~ ns.a %}{% endfor %}",
    ],
    ['loops for hours', '{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{{ a }}{% endfor %}'],
    ['asks for a huge range', '{% for a in range(999999999999) %}{% endfor %}'],
    ['recurses', '{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}'],
    ['raises', "{{ raise_exception('no') }}"],
    ['reads an attribute of nothing', '{{ nothing.at.all }}'],
  ])('that %s end in an error or a text', (_, source) => {
    const outcome = (() => {
      try {
        return text(source);
      } catch (error) {
        return error;
      }
    })();
    expect(typeof outcome === 'string' || outcome instanceof TemplateError).toBe(true);
  });

  it.each([
    [
      'doubles a text',
      "{% set ns = namespace(a='x') %}{% for i in range(99) %}{% set ns.a = ns.a + ns.a %}{% endfor %}",
      'longer than',
    ],
    [
      'doubles a list',
      '{% set ns = namespace(a=[1]) %}{% for i in range(99) %}{% set ns.a = ns.a + ns.a %}{% endfor %}',
      'steps',
    ],
    [
      'nests a list in itself',
      '{% set ns = namespace(a=[1]) %}{% for i in range(99) %}{% set ns.a = [ns.a, ns.a] %}{% endfor %}{{ ns.a }}',
      'steps',
    ],
    ['loops in loops', '{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}', 'steps'],
    ['pads', "{{ 'x'.center(10 ** 12) }}", 'longer than'],
    ['prints far too much', "{% set x = 'y' * 1000000 %}{% for i in range(50) %}{{ x }}{% endfor %}", 'longer than'],
    ['takes powers of powers', '{{ (9 ** 99999) ** 99 }}', 'bits'],
    ['calls itself', '{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}', 'levels'],
  ])('that %s are stopped, and the error says why', (_, source, reason) => {
    expect(raised(() => text(source)).message).toContain(reason);
  });

  it.each([
    ['a\n{% if %}', 2, 7],
    ['{% for x in y %}\n\n {{ x }', 3, 7],
    ['{{ a b }}', 1, 6],
    ['x{% foo %}', 1, 5],
    ['{% if a %}\nb', 2, 2],
    ['{{ "a" | nofilter }}', 1, 10],
  ])('say where: %j', (source, line, column) => {
    const error = raised(() => compileTemplate(source));
    expect([error.line, error.column]).toEqual([line, column]);
  });

  it('say where a render failed', () => {
    const error = raised(() => text("ab\n{% set x = none %}\n{{ 'q' }}{{ x + 1 }}"));
    expect([error.pythonType, error.line, error.column]).toEqual(['TypeError', 3, 15]);
  });

  it('that do not parse raise TemplateSyntaxError', () => {
    for (const source of [
      '{% if %}',
      '{{ a',
      '{% for x in %}',
      '{{ "\\',
      '('.repeat(9),
      `{{ ${'('.repeat(50_000)} }}`,
      `${'{% if true %}'.repeat(5000)}`,
    ]) {
      if (source.startsWith('(')) expect(text(source)).toBe(source);
      else expect(raised(() => compileTemplate(source)).pythonType).toBe('TemplateSyntaxError');
    }
  });
});

const PARITY = new URL('../../../shared/parity/', import.meta.url);

interface RenderCase {
  readonly template: string;
  readonly conversation: string;
  readonly variant: string;
  readonly options: {
    readonly tools?: readonly unknown[];
    readonly add_generation_prompt?: boolean;
    readonly continue_final_message?: boolean;
  };
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly text?: string;
  readonly spans?: readonly unknown[];
  readonly error?: string;
}

describe.skipIf(!existsSync(PARITY))('renders of transformers', () => {
  it('agree in all of the reference cases', () => {
    const inputs = JSON.parse(readFileSync(new URL('renders.inputs.json', PARITY), 'utf8'));
    const cases: RenderCase[] = readFileSync(new URL('renders.jsonl', PARITY), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const agrees = (expected: RenderCase): boolean => {
      try {
        const template = compileTemplate(readFileSync(new URL(`templates/${expected.template}`, PARITY), 'utf8'), {
          now: new Date(inputs.now),
        });
        const { options } = expected;
        const rendering = template.render({
          messages: inputs.conversations[expected.conversation],
          ...(options.tools === undefined ? {} : { tools: options.tools }),
          addGenerationPrompt: options.add_generation_prompt ?? false,
          continueFinalMessage: options.continue_final_message ?? false,
          specialTokens: inputs.special_tokens,
          variables: expected.kwargs,
        });
        const spansAgree =
          expected.variant !== 'spans' || JSON.stringify(rendering.generationSpans) === JSON.stringify(expected.spans);
        return rendering.text === expected.text && spansAgree;
      } catch (error) {
        return error instanceof TemplateError && error.pythonType === expected.error;
      }
    };
    expect(
      cases
        .filter((one) => !agrees(one))
        .map(({ template, conversation, variant }) => [template, conversation, variant]),
    ).toEqual([]);
  });
});
