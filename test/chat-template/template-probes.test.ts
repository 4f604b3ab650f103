import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../src/chat-template/compile-template.ts';
import { probeTemplate } from '../../src/chat-template/template-probes.ts';

const TOKENS = { bos_token: '<s>', eos_token: '</s>' };
const probe = (source: string) => probeTemplate(compileTemplate(source), TOKENS);

const TURN = "<|{{ m['role'] }}|>{{ m['content'] }}<|end|>\n";
const HEALTHY = `{% for m in messages %}\n${TURN}{% endfor %}\n{% if add_generation_prompt %}<|assistant|>{% endif %}`;

describe('a healthy template', () => {
  it('opens the turn that the training row opens', () => {
    expect(probe(HEALTHY)).toEqual({
      generationPrompt: '<|assistant|>',
      turnEnd: '<|end|>\n',
      assistantHeader: '<|end|>\n<|assistant|>',
      generationPromptIsPrefix: true,
      rolesDropped: [],
      raises: [],
      timeDependent: false,
      emptySystemDefault: undefined,
    });
  });
});

describe('what breaks it', () => {
  it('ignores the request for a generation prompt', () => {
    const broken = probe(`{% for m in messages %}\n${TURN}{% endfor %}`);
    expect(broken.generationPrompt).toBe('');
    expect(broken.generationPromptIsPrefix).toBe(true);
  });

  it('opens a thinking block that training rows do not have', () => {
    const broken = probe(HEALTHY.replace('<|assistant|>{% endif %}', '<|assistant|><think>{% endif %}'));
    expect(broken.generationPrompt).toBe('<|assistant|><think>');
    expect(broken.generationPromptIsPrefix).toBe(false);
  });

  it('does not end the turn', () => {
    expect(probe("{% for m in messages %}[{{ m['role'] }}]{{ m['content'] }}{% endfor %}").turnEnd).toBe('');
  });

  it('drops roles it does not name', () => {
    const named =
      "{% for m in messages %}{% if m['role'] in ['user', 'assistant'] %}<|{{ m['role'] }}|>{{ m['content'] }}{% endif %}{% endfor %}";
    expect(probe(named).rolesDropped).toEqual(['system', 'tool', 'human', 'gpt', 'developer']);
  });

  it('refuses a role and says so', () => {
    const source = `{% for m in messages %}{% if m['role'] == 'system' %}{{ raise_exception('no system here') }}{% endif %}${TURN}{% endfor %}`;
    expect(probe(source).raises).toEqual([{ role: 'system', reason: 'no system here', pythonType: 'TemplateError' }]);
  });

  it('invents a system prompt', () => {
    const source = `{% if messages[0]['role'] != 'system' %}<|system|>Be brief.<|end|>\n{% endif %}{% for m in messages %}${TURN}{% endfor %}`;
    // trim_blocks takes the newline after the tags in both branches of this template, so both system turns end alike.
    const source2 = source
      .replace('<|end|>\n{% endif %}', "{{ '<|end|>\\n' }}{% endif %}")
      .replace(TURN, TURN.replace('\n', "{{ '\\n' }}"));
    expect(probe(source2).emptySystemDefault).toBe('Be brief.');
    expect(probe(HEALTHY).emptySystemDefault).toBeUndefined();
  });

  it('depends on the day', () => {
    expect(probe(`{{ strftime_now('%d %b') }}${HEALTHY}`).timeDependent).toBe(true);
  });

  it('raises whatever it is given, which is an answer', () => {
    const broken = probe("{{ raise_exception('never') }}");
    expect(broken.raises).toHaveLength(7);
    expect(broken.generationPrompt).toBeUndefined();
    expect(broken.generationPromptIsPrefix).toBeUndefined();
  });

  it('ends the conversation only when it does not open a turn', () => {
    const phi = probe(
      `{% for m in messages %}${TURN}{% endfor %}{% if add_generation_prompt %}<|assistant|>{% else %}{{ eos_token }}{% endif %}`,
    );
    expect(phi.generationPrompt).toBe('<|assistant|>');
  });

  it('takes blocks only', () => {
    const blocks = probe(
      "{% for m in messages %}<{{ m['role'] }}>{% for b in m['content'] %}{{ b['text'] }}{% endfor %};{% endfor %}",
    );
    expect(blocks.turnEnd).toBe(';');
    expect(blocks.rolesDropped).toEqual([]);
  });
});

const TEMPLATES = new URL('../../../shared/parity/templates/', import.meta.url);

describe.skipIf(!existsSync(TEMPLATES))('published templates', () => {
  const probed = new Map(
    existsSync(TEMPLATES)
      ? readdirSync(TEMPLATES).map((file) => [file, probe(readFileSync(new URL(file, TEMPLATES), 'utf8'))] as const)
      : [],
  );

  it('all are probed, and all but a few say how a turn ends', () => {
    const silent = [...probed].filter(([, found]) => found.turnEnd === undefined).map(([file]) => file);
    expect(probed.size).toBeGreaterThan(50);
    expect(silent).toEqual([]);
  });

  it('knows the default system prompt of Qwen2.5 and that Qwen3 has none', () => {
    expect(probed.get('qwen2_5.jinja')?.emptySystemDefault).toBe(
      'You are Qwen, created by Alibaba Cloud. You are a helpful assistant.',
    );
    expect(probed.get('qwen3.jinja')?.emptySystemDefault).toBeUndefined();
  });

  it('finds the templates whose generation prompt is no prefix of the training row', () => {
    expect(probed.get('deepseekv3.jinja')?.generationPromptIsPrefix).toBe(false);
    expect(probed.get('llama3.jinja')?.generationPromptIsPrefix).toBe(true);
  });

  it('finds the templates that print the date', () => {
    expect(probed.get('llama3_2.jinja')?.timeDependent).toBe(true);
    expect(probed.get('llama3.jinja')?.timeDependent).toBe(false);
  });
});
