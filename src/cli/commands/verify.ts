import { join } from 'node:path';
import { compareLocks } from '../../lock/compare-locks.ts';
import type { Page } from '../../render/terminal/page.ts';
import type { ConsoleIo } from '../console-io.ts';
import { differenceExitCode } from '../difference-exit-code.ts';
import type { ExitCode, FailOn } from '../exit-code.ts';
import { cannotOpen } from '../messages/cannot-open.ts';
import { chooseFormat } from '../output/choose-format.ts';
import { comparedText } from '../output/compared-text.ts';
import { formats } from '../output/formats.ts';
import type { OutputOptions } from '../output/output-options.ts';
import { writeOutput } from '../output/write-output.ts';
import { drawLockDifferences } from '../pages/lock-differences-page.ts';
import { openWithBase } from '../paths/open-with-base.ts';
import { withProgress } from '../progress.ts';
import { readLock } from '../read-lock.ts';
import { refuse } from '../refuse.ts';

export interface VerifyOptions extends OutputOptions<(typeof formats.comparison)[number]> {
  readonly lock?: string;
  readonly failOn: FailOn;
  readonly base?: string;
  readonly allowOutside?: boolean;
}

/** `lockstep verify [dir]`: freezes the folder as it is now and compares that with its lock. */
export async function verify(io: ConsoleIo, dir: string, options: VerifyOptions): Promise<ExitCode> {
  const format = chooseFormat(io, options, { command: 'verify', formats: formats.comparison });
  if (format === undefined) return 2;
  const opened = await openWithBase(dir, options);
  if (!opened.ok) return refuse(io, cannotOpen(opened.problem, ['verify', ...opened.problem.words]));
  const path = options.lock ?? join(dir, 'lockstep.lock');
  const before = await readLock(io, path);
  if (before === undefined) return 2;
  const { files, ...base } = opened.value;
  const { freezeRun } = await import('../../freeze-run.ts');
  const after = await withProgress(io, `verifying ${dir}`, () => freezeRun(files, base));
  const differences = compareLocks(before, after);
  const content = {
    json: { schema: 'lockstep-lock-diff/1', before: path, after: dir, differences },
    draw: (page: Page) => drawLockDifferences(page, differences, path),
  };
  const text = comparedText(io, { ...options, format }, content);
  if (!(await writeOutput(io, text, { out: options.out, noun: 'report', command: 'verify' }))) return 2;
  return differenceExitCode(differences, options.failOn);
}
