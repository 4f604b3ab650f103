import { ok, type Result } from '../../lib/result.ts';
import type { RunFiles } from '../../source/run-files.ts';
import { openNamedFile } from './open-named-file.ts';
import type { PathProblem } from './path-problem.ts';

/** Evaluation data that the user named: what `--data` adds to a place of predictions. */
export interface GivenData {
  readonly data?: { readonly files: RunFiles; readonly file: string };
}

/** Opens the file of evaluation data that `--data` names. */
export async function openData(path: string | undefined): Promise<Result<GivenData, PathProblem>> {
  if (path === undefined) return ok({});
  const opened = await openNamedFile(path);
  if (!opened.ok) return opened;
  const { files, name } = opened.value;
  return ok({ data: { files, file: name } });
}
