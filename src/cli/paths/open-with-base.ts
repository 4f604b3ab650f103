import { ok, type Result } from '../../lib/result.ts';
import type { RunFiles } from '../../source/run-files.ts';
import { openFolder } from './open-folder.ts';
import { optionWords } from './option-words.ts';
import type { PathProblem } from './path-problem.ts';

export interface FolderWithBase {
  readonly files: RunFiles;
  readonly base?: RunFiles;
}

interface WithBase {
  readonly base?: string;
  readonly allowOutside?: boolean;
}

/** Opens a folder and the base model that `--base` names; of a failure also the words of the command line that name them. */
export async function openWithBase(
  dir: string,
  { base, allowOutside = false }: WithBase,
): Promise<Result<FolderWithBase, PathProblem & { readonly words: readonly string[] }>> {
  const words = [dir, ...optionWords('--base', base)];
  const files = await openFolder(dir, { allowOutside });
  if (!files.ok) return { ok: false, problem: { ...files.problem, words } };
  if (base === undefined) return ok({ files: files.value });
  const opened = await openFolder(base, { allowOutside });
  if (!opened.ok) return { ok: false, problem: { ...opened.problem, words } };
  return ok({ files: files.value, base: opened.value });
}
