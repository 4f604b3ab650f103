import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { docPages, proseOf, sectionOf } from '../support/doc-pages.ts';

const root = new URL('../../', import.meta.url);
const page = readFileSync(new URL('docs/architecture.md', root), 'utf8');

interface Rule {
  readonly from: { readonly path?: string };
}

describe('docs/architecture.md', () => {
  const rows = [...sectionOf(page, 'Layers').matchAll(/^\| (`[^|]+) \|/gm)].map(([, cell = '']) => cell);
  const shown = rows.flatMap((cell) => [...cell.matchAll(/`([a-z-]+)`/g)].map(([, name = '']) => name));

  test('has a row for every layer that the boundaries know', () => {
    const { forbidden }: { forbidden: readonly Rule[] } = createRequire(import.meta.url)(
      '../../.dependency-cruiser.cjs',
    );
    const layers = forbidden.flatMap(({ from }) => /^\^src\/([a-z-]+)\/$/.exec(from.path ?? '')?.[1] ?? []);
    expect([...new Set(layers)].sort()).toEqual([...new Set([...shown, 'generated'])].sort());
  });

  test('stays short enough to be read at once', () => {
    expect(page.split('\n').length).toBeLessThan(150);
  });
});

test('every file that a page names is there', () => {
  const named = docPages().flatMap(({ path, text }) =>
    [...proseOf(text).matchAll(/`((?:src|test|tools|python|examples|web)\/[\w./-]+)`/g)].map(([, file = '']) => ({
      path,
      file,
    })),
  );
  expect(named.length).toBeGreaterThan(20);
  const lost = named.filter(({ file }) => !existsSync(new URL(file, root)));
  // The page on writing a check makes one up.
  expect(lost.filter(({ file }) => !file.includes('answer-doubled'))).toEqual([]);
});
