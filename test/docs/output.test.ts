import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { docPages, fencesOf } from '../support/doc-pages.ts';
import { runCli } from '../support/run-cli.ts';

/** A line that stands for lines that were left out. */
const LEFT_OUT = /^\s*…$/m;
const scratch = mkdtempSync(join(tmpdir(), 'lockstep-docs-'));

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

// One after the other: a lock is frozen on one page and verified on another.
describe.sequential('what a page shows of a command is what the command prints', () => {
  const shown = docPages().flatMap(({ path, text }) =>
    fencesOf(text).flatMap(({ body }) => {
      const [, command = '', output = ''] = /^\$ lockstep (.+)\n([\s\S]+)$/.exec(body) ?? [];
      return command === '' ? [] : [{ path, command, output }];
    }),
  );

  test('most commands have an example', () => expect(shown.length).toBeGreaterThan(12));

  test.each(shown)('$path: lockstep $command', async ({ command, output }) => {
    const { out, err } = await runCli(...command.split(' ').map(place));
    const printed = tidy(`${out}${err}`);
    let from = 0;
    for (const piece of tidy(output).split(LEFT_OUT)) {
      const wanted = piece.replace(/^\n+|\s+$/g, '');
      const at = printed.indexOf(wanted, from);
      expect(at < 0 ? `${wanted}\n--- is not in ---\n${printed.slice(from)}` : 'there').toBe('there');
      from = at + wanted.length;
    }
  });
});

/** A bare file name is one that the command writes, or that another wrote. */
function place(word: string): string {
  return /^[\w.-]+\.(?:jinja|jsonl|lock)$/.test(word) ? join(scratch, word) : word;
}

function tidy(text: string): string {
  return text.replaceAll(`${scratch}/`, '').replace(/[ \t]+$/gm, '');
}
