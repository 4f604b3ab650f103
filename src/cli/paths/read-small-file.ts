import { readFile, stat } from 'node:fs/promises';
import { failed, ok, type Result } from '../../lib/result.ts';
import { reasonOf } from '../../source/directory-reason.ts';

/** The text of a file that the user named. The reason of a failure is the end of a sentence that begins with the path. */
export async function readSmallFile(path: string, limit: number): Promise<Result<string>> {
  try {
    const { size } = await stat(path);
    if (size > limit) return failed(`has ${size} bytes, more than the limit of ${limit}`);
    return ok(await readFile(path, 'utf8'));
  } catch (error) {
    return failed(reasonOf(error, 'file'));
  }
}
