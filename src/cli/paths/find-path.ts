import { access, constants, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ok, type Result } from '../../lib/result.ts';
import { reasonOf } from '../../source/directory-reason.ts';
import { closeIds } from '../close-ids.ts';
import type { PathProblem } from './path-problem.ts';

/** Names beside a missing path that are looked at for the one that was meant. */
const MOST_NAMES = 2000;

/** Whether the path is a file or a folder that may be read; else why not, and what may have been meant. */
export async function findPath(path: string): Promise<Result<'file' | 'folder', PathProblem>> {
  let noun: 'file' | 'folder' = 'file';
  try {
    const found = await stat(path);
    noun = found.isDirectory() ? 'folder' : 'file';
    if (noun === 'file' && !found.isFile())
      return problem({
        path,
        reason: `${path} is a FIFO, socket or device, which Lockstep does not open`,
        fault: 'other',
      });
    await access(path, noun === 'folder' ? constants.R_OK | constants.X_OK : constants.R_OK);
    return ok(noun);
  } catch (error) {
    const reason = `${path} ${reasonOf(error, noun)}`;
    const fault = FAULTS[codeOf(error)] ?? 'other';
    const near = fault === 'missing' ? await nearPath(path) : undefined;
    return problem({ path, reason, fault, ...(near === undefined ? {} : { near }) });
  }
}

const FAULTS: Readonly<Record<string, PathProblem['fault']>> = {
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  EACCES: 'forbidden',
  EPERM: 'forbidden',
};

function problem(found: PathProblem): Result<never, PathProblem> {
  return { ok: false, problem: found };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** The most alike name in the same folder. */
async function nearPath(path: string): Promise<string | undefined> {
  const folder = dirname(path);
  const names = await readdir(folder).catch(() => []);
  const [near] = closeIds(basename(path), names.slice(0, MOST_NAMES));
  return near === undefined ? undefined : join(folder, near);
}
