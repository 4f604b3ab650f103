import { basename, dirname } from 'node:path';
import { ok, type Result } from '../../lib/result.ts';
import type { RunFiles } from '../../source/run-files.ts';
import { findPath } from './find-path.ts';
import { openFolder } from './open-folder.ts';
import type { PathProblem } from './path-problem.ts';

/** A folder, or one file and the folder it lies in. */
export interface OpenedPath {
  readonly files: RunFiles;
  readonly file?: string;
  /** As the user wrote it. */
  readonly name: string;
}

/** Opens what the user named on the command line, a file or a folder. */
export async function openPath(path: string, allowOutside: boolean): Promise<Result<OpenedPath, PathProblem>> {
  const found = await findPath(path);
  if (!found.ok) return found;
  const isFile = found.value === 'file';
  const opened = await openFolder(isFile ? dirname(path) : path, { allowOutside });
  if (!opened.ok) return opened;
  return ok({ files: opened.value, name: path, ...(isFile ? { file: basename(path) } : {}) });
}
