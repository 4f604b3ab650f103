import { readdirSync, readFileSync } from 'node:fs';

export interface DocPage {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
}

export interface Fence {
  /** What stands behind the opening backticks: `ts`, `text`, `bash`. */
  readonly language: string;
  readonly body: string;
}

const root = new URL('../../', import.meta.url);

/** README.md and every page below docs. */
export function docPages(): readonly DocPage[] {
  const names = readdirSync(new URL('docs', root), { recursive: true, encoding: 'utf8' });
  const paths = names.map((name) => `docs/${name.replaceAll('\\', '/')}`).filter((path) => path.endsWith('.md'));
  return ['README.md', ...paths.sort()].map((path) => ({ path, text: readFileSync(new URL(path, root), 'utf8') }));
}

/** The fenced blocks of a page, in order. */
export function fencesOf(text: string): readonly Fence[] {
  return [...text.matchAll(/^(`{3,})(\w*)[^\n]*\n([\s\S]*?)^\1$/gm)].map(([, , language = '', body = '']) => ({
    language,
    body,
  }));
}

/** A page without its fenced blocks. */
export function proseOf(text: string): string {
  return text.replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1$/gm, '');
}

/** What stands below a heading of the second level, up to the next one. */
export function sectionOf(text: string, heading: string): string {
  const [, rest = ''] = text.split(`## ${heading}\n`);
  return rest.split(/^## /m)[0] ?? '';
}

/** A message of a check with anything in place of its data. */
export function messagePattern(what: string): RegExp {
  const parts = what.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'u');
}
