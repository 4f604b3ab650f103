import { basename, dirname } from 'node:path';
import { ok, type Result } from '../../lib/result.ts';
import type { NamedFile } from '../../mark-template.ts';
import { findPath } from './find-path.ts';
import { openFolder } from './open-folder.ts';
import type { PathProblem } from './path-problem.ts';

/** Opens the folder around a file, a folder of shards or a pattern such as `train-*.jsonl`. */
export async function openPattern(path: string): Promise<Result<NamedFile, PathProblem>> {
  const found = /[*?[{]/.test(basename(path)) ? ok(undefined) : await findPath(path);
  if (!found.ok) return found;
  const folder = await openFolder(dirname(path), { allowOutside: true });
  return folder.ok ? ok({ files: folder.value, name: basename(path) }) : folder;
}
