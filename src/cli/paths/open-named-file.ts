import { basename, dirname } from 'node:path';
import { ok, type Result } from '../../lib/result.ts';
import type { NamedFile } from '../../mark-template.ts';
import { findPath } from './find-path.ts';
import { openFolder } from './open-folder.ts';
import type { PathProblem } from './path-problem.ts';

/** Opens a file that the user named, by the folder that holds it. */
export async function openNamedFile(path: string): Promise<Result<NamedFile, PathProblem>> {
  const found = await findPath(path);
  if (!found.ok) return found;
  if (found.value === 'folder')
    return { ok: false, problem: { path, reason: `${path} is a folder, not a file`, fault: 'not-a-file' } };
  const folder = await openFolder(dirname(path), { allowOutside: true });
  return folder.ok ? ok({ files: folder.value, name: basename(path) }) : folder;
}
