import { failed, ok, type Result } from '../lib/result.ts';
import type { RunFiles } from '../source/run-files.ts';
import { openPath } from './open-path.ts';

/** Evaluation data that the user named: what `--data` adds to a place of predictions. */
export interface GivenData {
  readonly data?: { readonly files: RunFiles; readonly file: string };
}

/** Opens the file of evaluation data that `--data` names. */
export async function openData(path: string | undefined): Promise<Result<GivenData>> {
  if (path === undefined) return ok({});
  const opened = await openPath(path, true);
  if (!opened.ok) return opened;
  const { files, file } = opened.value;
  return file === undefined
    ? failed(`${path} is a folder; --data takes a file of rows`)
    : ok({ data: { files, file } });
}
