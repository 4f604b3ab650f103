import { extname } from 'node:path';
import type { Format } from '../render/render.ts';

const EXTENSIONS: Readonly<Record<string, Format>> = {
  '.json': 'json',
  '.html': 'html',
  '.htm': 'html',
  '.md': 'markdown',
  '.sarif': 'sarif',
};

/** The format asked for, else the one that the name of the output file asks for. */
export function formatFor(asked: Format | undefined, out: string | undefined): Format {
  if (asked !== undefined) return asked;
  return (out === undefined ? undefined : EXTENSIONS[extname(out).toLowerCase()]) ?? 'terminal';
}
