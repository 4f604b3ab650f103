import { readdirSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { program } from '../../src/cli/program.ts';
import { FAILURE_CODES } from '../../src/scoring/failures/failure-code.ts';
import { docPages, sectionOf } from '../support/doc-pages.ts';

const io = {
  out: () => undefined,
  err: () => undefined,
  outIsTerminal: false,
  errIsTerminal: false,
  columns: 100,
  env: {},
};
const root = program(io, () => undefined);
const commands = [...root.commands.filter(({ commands: below }) => below.length === 0), ...nested(root)];

describe('every command line in the documentation', () => {
  const lines = docPages().flatMap(({ path, text }) => commandLines(text).map((line) => [path, line] as const));

  test('there are many', () => expect(lines.length).toBeGreaterThan(60));

  test.each(lines)('%s: %s', (_, line) => {
    const words = line.replace(/\s+[#|>].*$/, '').split(/\s+/);
    const command = commandOf(words) ?? root.commands.find((one) => one.name() === 'check');
    const known = new Set(optionsOf(command));
    const used = words.filter((word) => /^--?[a-z]/.test(word)).map((word) => word.replace(/[=.,;:)].*$/, ''));
    expect(used.filter((option) => !known.has(option))).toEqual([]);
  });
});

describe.each(commands.map((command) => [nameOf(command), command] as const))('docs/commands: %s', (name, command) => {
  const folder = new URL('../../docs/commands/', import.meta.url);
  const file = `${name.replace(' ', '-')}.md`;

  test('has a page', () => expect(readdirSync(folder)).toContain(file));

  test('the page names every option', () => {
    const page = readFileSync(new URL(file, folder), 'utf8');
    const options = command.options.filter(({ long }) => long !== '--help').map(({ long }) => long ?? '');
    expect(options.filter((option) => !new RegExp(`${option}(?![a-z-])`).test(page))).toEqual([]);
  });
});

test('docs/commands/score.md explains every failure code, in their order', () => {
  const page = readFileSync(new URL('../../docs/commands/score.md', import.meta.url), 'utf8');
  const explained = [...sectionOf(page, 'Codes').matchAll(/^\| `([a-z-]+)`/gm)].map(([, code]) => code);
  expect(explained).toEqual([...FAILURE_CODES]);
});

/** What is written to be typed: lines of shell blocks, and code spans that name a command. */
function commandLines(text: string): readonly string[] {
  const typed = [...text.matchAll(/^(?:\$ )?(?:npx )?((?:lockstep|node \S*cli\.js) [^\n]*)$/gm)];
  const spans = [...text.matchAll(/`(lockstep [a-z][^`\n]*)`/g)];
  return [...typed, ...spans].flatMap(([, line = '']) => line.replace(/^node \S*cli\.js/, 'lockstep'));
}

function commandOf([, first, second]: readonly string[]): Command | undefined {
  const outer = root.commands.find((one) => one.name() === first);
  return outer?.commands.find((one) => one.name() === second) ?? outer;
}

function nested(parent: Command): readonly Command[] {
  return parent.commands.flatMap(({ commands: below }) => below);
}

function nameOf(command: Command): string {
  const { parent } = command;
  return parent === null || parent === root ? command.name() : `${nameOf(parent)} ${command.name()}`;
}

function optionsOf(command: Command | undefined): readonly string[] {
  const options = [...(command?.options ?? []), ...root.options];
  return ['--help', '-h', ...options.flatMap(({ long, short }) => [long ?? '', short ?? ''])];
}
