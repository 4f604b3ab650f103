import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../../src/chat-template/compile-template.ts';
import { markGeneration } from '../../../src/chat-template/mark/mark-generation.ts';

const CONVERSATION = [
  { role: 'system', content: 'Be kind.' },
  { role: 'user', content: 'Is it safe?' },
  { role: 'assistant', content: 'unsafe 🪜' },
  { role: 'user', content: 'And now?' },
  { role: 'assistant', content: 'safe' },
];

/** Texts inside the spans as transformers counts them: code points. */
function spanTexts(source: string, messages = CONVERSATION): readonly string[] {
  const { text, generationSpans } = compileTemplate(source).render({ messages, specialTokens: TOKENS });
  const characters = [...text];
  return generationSpans.map(([start, end]) => characters.slice(start, end).join(''));
}

const TOKENS = { bos_token: '<s>', eos_token: '</s>' };

/** Each writes the assistant's turn in another way. */
const TEMPLATES = {
  'one expression for every role':
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}",
  'a branch of its own, header apart': `{%- for message in messages %}
    {%- if message.role == 'assistant' %}
        {{- '<|im_start|>assistant\\n' }}
        {{- message.content + '<|im_end|>\\n' }}
    {%- else %}
        {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}
`,
  'plain text around the content': `{% for message in messages %}
<|{{ message.role }}|>
{{ message.content }}<|end|>
{% endfor %}
{% if add_generation_prompt %}
<|assistant|>
{% endif %}`,
  'written into a variable first':
    "{% for message in messages %}{% set content = '<|' + message['role'] + '|>' + message['content'] | trim + '<|end|>' %}{% if loop.first %}{% set content = bos_token + content %}{% endif %}{{ content }}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}",
  'the question opens the answer':
    "{% for message in messages %}{% if message.role == 'user' %}{{ '<|user|>' + message.content + '<|end|><|assistant|>' }}{% elif message.role == 'assistant' %}{{ message.content + '<|end|>' }}{% endif %}{% endfor %}",
  'no generation prompt at all':
    "{% for message in messages %}{{ '<|' + message.role + '|>' }}{{ message.content }}{{ '<|end|>' }}{% endfor %}",
  'a macro writes the content': `{%- macro say(text) -%}{{ text | trim }}{%- endmacro -%}
{%- for message in messages -%}
<|{{ message.role }}|>{{ say(message.content) }}<|end|>
{%- endfor -%}
{%- if add_generation_prompt -%}<|assistant|>{%- endif -%}`,
};

describe('markGeneration', () => {
  it.each(Object.entries(TEMPLATES))('covers answer and end-of-turn token: %s', (_, source) => {
    const marking = markGeneration(source, { specialTokens: TOKENS });
    expect(marking.state).toBe('marked');
    if (marking.state !== 'marked') return;
    const render = (text: string) =>
      compileTemplate(text).render({ messages: CONVERSATION, specialTokens: TOKENS }).text;
    expect(render(marking.source)).toBe(render(source));
    const spans = spanTexts(marking.source).map((text) => text.trim());
    expect(spans).toHaveLength(2);
    expect(spans[0]).toMatch(/^unsafe 🪜<\|(im_)?end\|>$/);
    expect(spans[1]).toMatch(/^safe<\|(im_)?end\|>$/);
    expect(marking.proof.unchanged).toBe(marking.proof.rendered);
    expect(marking.proof.covered).toBe(marking.proof.turns);
  });

  it('writes markers that the pattern of TRL and transformers finds', () => {
    for (const source of Object.values(TEMPLATES)) {
      const marking = markGeneration(source, { specialTokens: TOKENS });
      expect(marking.state === 'marked' && /\{%-?\s*generation\s*-?%\}/.test(marking.source)).toBe(true);
    }
  });

  it('leaves a marked template alone and says whether its marks cover the turns', () => {
    const right =
      "{% for message in messages %}{{ '<|' + message.role + '|>' }}{% if message.role == 'assistant' %}{% generation %}{{ message.content + '<|end|>' }}{% endgeneration %}{% else %}{{ message.content + '<|end|>' }}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}";
    const good = markGeneration(right);
    expect(good).toMatchObject({ state: 'already-marked' });
    expect(good.proof?.covered).toBe(good.proof?.turns);
    const withoutEnd = right.replace(
      "{{ message.content + '<|end|>' }}{% endgeneration %}",
      "{{ message.content }}{% endgeneration %}{{ '<|end|>' }}",
    );
    expect(markGeneration(withoutEnd)).toMatchObject({ state: 'already-marked', proof: { covered: 0 } });
  });

  it('refuses, with the line, where a loop inside a macro writes the whole conversation', () => {
    const source =
      "{% macro all(list) %}{% for message in list %}{{ '<|' + message.role + '|>' + message.content }}{% endfor %}{% endmacro %}\n{{ all(messages) }}";
    expect(markGeneration(source)).toMatchObject({ state: 'refused' });
  });

  it('refuses where a block would change what the template does, and says where', () => {
    const source = `{# for tests #}
{% for message in messages %}{{ '<|' + message.role + '|>' }}{{ message.content }}{% if message.role == 'user' %}{{ '<|end|>' }}{% continue %}{% endif %}{{ '<|end|>' }}{% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}`;
    const marking = markGeneration(source);
    expect(marking).toMatchObject({ state: 'refused', line: 2 });
    expect(marking.state === 'refused' ? marking.reason : '').toContain('changes 7 of 7 conversations');
  });

  it('proves the result on conversations of the user too', () => {
    const source =
      "{% for message in messages %}{{ '<|' + message.role + '|>' + message.content + ('<|end|>' if message.content != 'odd' else '') }}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}";
    const conversations = [
      { messages: [...CONVERSATION, { role: 'user', content: 'odd' }, { role: 'assistant', content: 'odd' }] },
    ];
    const [without, withOwn] = [markGeneration(source), markGeneration(source, { conversations })];
    expect(withOwn.proof?.turns).toBe((without.proof?.turns ?? 0) + 3);
  });
});
