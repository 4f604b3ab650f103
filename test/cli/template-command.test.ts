import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { testFolder } from '../support/test-folder.ts';

const { at, write } = testFolder('template');
const mark = (...args: readonly string[]) => runCli('template', 'mark', ...args);

/** ChatML that writes the assistant's turns in a branch of their own. */
const branching =
  "{% for message in messages %}{% if message.role == 'assistant' %}{{ '<|im_start|>assistant\\n' + message.content + '<|im_end|>\\n' }}" +
  "{% else %}{{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}{% endif %}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

describe('lockstep template mark', () => {
  test('the template goes to stdout, what was proved to stderr, and the result needs no second marking', async () => {
    const first = await mark(await write('chat_template.jinja', branching));
    expect(first.code).toBe(0);
    expect(first.out).toContain('{% generation %}');
    expect(first.words).toMatch(/^MARKED .*(\d+) of \1 conversations.*(\d+) of \2 assistant turns/);
    const again = await mark(await write('marked.jinja', first.out));
    expect(again).toMatchObject({ code: 0, out: '' });
    expect(again.words).toMatch(/^NOT CHANGED .*in (\d+) of \1 assistant turns/);
  });

  test('--out writes the template, and conversations of one’s own are counted', async () => {
    const template = await write('own.jinja', branching);
    const data = await write('own.jsonl', [
      {
        messages: [
          { role: 'user', content: 'a' },
          { role: 'assistant', content: 'b' },
        ],
      },
    ]);
    const { code, out, words } = await mark(template, '--data', data, '--out', at('out.jinja'));
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(words).toContain('1 of them yours');
    expect(await readFile(at('out.jinja'), 'utf8')).toContain('{% generation %}');
  });

  test.each([
    [
      'a template that Jinja refuses',
      () => write('bad.jinja', '{% for %}'),
      /cannot be read as a chat template: line 1/,
    ],
    ['no file', async () => at('nowhere.jinja'), /does not exist/],
    ['a folder', async () => at(), /is a folder, not a file/],
  ])('%s: 2, with what to try', async (_, path, reason) => {
    const { code, out, words } = await mark(await path());
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(words).toMatch(reason);
    expect(words).toContain('try:');
  });
});
