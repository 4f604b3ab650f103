import { ok, type Result } from '../../lib/result.ts';
import { type DirectoryOptions, openDirectory } from '../../source/directory.ts';
import type { RunFiles } from '../../source/run-files.ts';
import { findPath } from './find-path.ts';
import type { PathProblem } from './path-problem.ts';

/** Opens a folder that the user named. */
export async function openFolder(path: string, options: DirectoryOptions): Promise<Result<RunFiles, PathProblem>> {
  const found = await findPath(path);
  if (!found.ok) return found;
  if (found.value === 'file')
    return { ok: false, problem: { path, reason: `${path} is not a folder`, fault: 'not-a-folder' } };
  const opened = await openDirectory(path, options);
  if (opened.ok) return ok(opened.value);
  return { ok: false, problem: { path, reason: opened.problem.reason, fault: 'other' } };
}
