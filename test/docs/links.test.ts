import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { causes } from '../../src/causes/registry.ts';
import { checks } from '../../src/checks/registry.ts';
import { type DocPage, docPages, proseOf } from '../support/doc-pages.ts';

const root = new URL('../../', import.meta.url);
const pages = docPages();

describe.each(pages.map((page) => [page.path, page] as const))('%s', (_, page) => {
  test('links to files and headings that are there', () => {
    expect(linksOf(page).filter((link) => !leadsSomewhere(page, link))).toEqual([]);
  });

  test('links a check or cause by the page of its id', () => {
    const named = [...page.text.matchAll(/\[((?:[a-z]+)\/[a-z-]+)\]\(([^)]+)\)/g)];
    expect(named.filter(([, id = '', path = '']) => !path.endsWith(`${id.split('/')[1]}.md`))).toEqual([]);
  });
});

test('a check or cause that a page names exists', () => {
  const ids = new Set<string>([...checks, ...causes].map(({ id }) => id));
  const subjects = new Set([...ids].map((id) => id.split('/')[0] ?? ''));
  const unknown = pages.flatMap(({ path, text }) =>
    [...proseOf(text).matchAll(/[`[]([a-z]+)\/([a-z]+(?:-[a-z]+)+)[`\]]/g)].flatMap(([, subject = '', name = '']) =>
      subjects.has(subject) && !ids.has(`${subject}/${name}`) ? [`${path}: ${subject}/${name}`] : [],
    ),
  );
  // The page on writing one makes one up.
  expect(unknown.filter((line) => !line.endsWith('/answer-doubled'))).toEqual([]);
});

function linksOf({ text }: DocPage): readonly string[] {
  return [...proseOf(text).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) =>
    /^[a-z]+:/.test(link) ? [] : [link],
  );
}

function leadsSomewhere({ path }: DocPage, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? new URL(path, root) : new URL(file, new URL(path, root));
  if (!existsSync(target)) return false;
  const page = pages.find((one) => new URL(one.path, root).href === target.href);
  return anchor === undefined || (page !== undefined && anchorsOf(page).has(anchor));
}

/** Headings as GitHub makes anchors of them. */
function anchorsOf({ text }: DocPage): ReadonlySet<string> {
  return new Set(
    [...proseOf(text).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
