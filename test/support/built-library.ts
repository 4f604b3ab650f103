import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The built library's entry; builds it first where it is missing. */
export function builtLibrary(): string {
  const entry = fileURLToPath(new URL('../../dist/index.js', import.meta.url));
  const root = fileURLToPath(new URL('../..', import.meta.url));
  if (!existsSync(entry)) execFileSync(process.execPath, ['tools/build.mjs'], { cwd: root });
  return entry;
}
