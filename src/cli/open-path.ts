import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { failed, ok, type Result } from '../lib/result.ts';
import { openDirectory } from '../source/directory.ts';
import type { RunFiles } from '../source/run-files.ts';

/** A folder, or one file and the folder it lies in. */
export interface OpenedPath {
  readonly files: RunFiles;
  readonly file?: string;
  /** As the user wrote it. */
  readonly name: string;
}

/** Opens what the user named on the command line. The reason of a failure is a sentence that begins with the path. */
export async function openPath(path: string, allowOutside: boolean): Promise<Result<OpenedPath>> {
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  const opened = await openDirectory(isFile ? dirname(path) : path, { allowOutside });
  if (!opened.ok) return failed(opened.problem.reason);
  return ok({ files: opened.value, name: path, ...(isFile ? { file: basename(path) } : {}) });
}
