import { readFileSync } from 'node:fs';
import { format } from 'node:util';
import { describe, expect, test } from 'vitest';
import * as library from '../../src/index.ts';
import { docPages, fencesOf } from '../support/doc-pages.ts';

const root = new URL('../../', import.meta.url);
const page = readFileSync(new URL('docs/api.md', root), 'utf8');

describe('docs/api.md', () => {
  const examples = fencesOf(page).map(({ body }) => [
    body.split('\n').find((line) => line.includes("'lockstep'")) ?? body,
    body,
  ]);

  test.each(examples)('%s', async (_, body = '') => {
    const expected = [...body.matchAll(/^\/\/ → (.*)$/gm)].map(([, line]) => line);
    expect(expected.length).toBeGreaterThan(0);
    expect(await printedBy(body)).toEqual(expected);
  });

  test('has an example of every exported value', () => {
    const used = fencesOf(page)
      .map(({ body }) => body)
      .join('\n');
    // A schema and an error are named where they are returned.
    const shown = Object.keys(library).filter((name) => !new RegExp(`\\b${name}\\b`).test(used));
    expect(shown.sort()).toEqual(['ReportSchema', 'TokenizerError']);
    expect(shown.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});

test('every page imports what the library exports', () => {
  const imported = docPages().flatMap(({ path, text }) =>
    [...text.matchAll(/^import \{ ([^}]+) \} from 'lockstep'/gm)].flatMap(([, names = '']) =>
      names.split(', ').map((name) => `${path}: ${name}`),
    ),
  );
  const names = new Set(Object.keys(library));
  expect(imported.filter((line) => !names.has(line.split(': ')[1] ?? ''))).toEqual([]);
});

/**
 * Runs an example as a module whose imports are looked up here; gives the lines that it printed. Its paths start at the root, where vitest
 * runs.
 */
async function printedBy(example: string): Promise<readonly string[]> {
  const body = example.replace(
    /^import \{ ([^}]+) \} from '([^']+)';$/gm,
    (_, names: string, from: string) => `const { ${names} } = await load(${JSON.stringify(from)});`,
  );
  const lines: string[] = [];
  const load = (from: string): unknown => (from === 'lockstep' ? library : import(from));
  const log = (...values: readonly unknown[]): void => {
    lines.push(format(...values));
  };
  const AsyncFunction: FunctionConstructor = Object.getPrototypeOf(async () => undefined).constructor;
  await new AsyncFunction('load', 'console', body)(load, { log });
  return lines;
}
