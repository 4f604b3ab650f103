import type { Format } from '../../render/render.ts';

/** What a command can write, in the order of its help text: a whole report, a page of figures, or two sides held against each other. */
export const formats = {
  report: ['terminal', 'json', 'html', 'markdown', 'sarif'],
  page: ['terminal', 'json', 'html', 'markdown'],
  comparison: ['terminal', 'json', 'markdown'],
} as const satisfies Readonly<Record<string, readonly Format[]>>;
