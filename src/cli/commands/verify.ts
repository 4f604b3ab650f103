import { join } from 'node:path';
import { compareLocks } from '../../lock/compare-locks.ts';
import { openDirectory } from '../../source/directory.ts';
import { type ComparedOptions, comparedText } from '../compared-text.ts';
import type { ConsoleIo } from '../console-io.ts';
import { differenceExitCode } from '../difference-exit-code.ts';
import type { ExitCode, FailOn } from '../exit-code.ts';
import { drawLockDifferences } from '../lock-differences-page.ts';
import { notAFolder } from '../messages/not-a-folder.ts';
import { printMessage } from '../print-message.ts';
import { withProgress } from '../progress.ts';
import { readLock } from '../read-lock.ts';
import { writeOutput } from '../write-output.ts';

export interface VerifyOptions extends ComparedOptions {
  readonly lock?: string;
  readonly failOn: FailOn;
  readonly base?: string;
  readonly allowOutside?: boolean;
}

/** `lockstep verify [dir]`: freezes the folder as it is now and compares that with its lock. */
export async function verify(io: ConsoleIo, dir: string, options: VerifyOptions): Promise<ExitCode> {
  const path = options.lock ?? join(dir, 'lockstep.lock');
  const open = async (folder: string) => {
    const opened = await openDirectory(folder, { allowOutside: options.allowOutside ?? false });
    if (!opened.ok) printMessage(io, notAFolder(folder, opened.problem.reason, undefined));
    return opened.ok ? opened.value : undefined;
  };
  const files = await open(dir);
  if (files === undefined) return 2;
  const base = options.base === undefined ? undefined : await open(options.base);
  if (options.base !== undefined && base === undefined) return 2;
  const before = await readLock(io, path);
  if (before === undefined) return 2;
  const { freezeRun } = await import('../../freeze-run.ts');
  const after = await withProgress(io, `verifying ${dir}`, () => freezeRun(files, base === undefined ? {} : { base }));
  const differences = compareLocks(before, after);
  const text = comparedText(io, options, {
    json: { schema: 'lockstep-lock-diff/1', before: path, after: dir, differences },
    draw: (page) => drawLockDifferences(page, differences, path),
  });
  if (!(await writeOutput(io, text, options.out))) return 2;
  return differenceExitCode(differences, options.failOn);
}
