import { join } from 'node:path';
import { LOCK_SECTIONS } from '../../lock/lock.ts';
import { jsonText } from '../../render/json-text.ts';
import type { ConsoleIo } from '../console-io.ts';
import type { ExitCode } from '../exit-code.ts';
import { cannotOpen } from '../messages/cannot-open.ts';
import { nothingToFreeze } from '../messages/nothing-to-freeze.ts';
import { comparedText } from '../output/compared-text.ts';
import type { OutputOptions } from '../output/output-options.ts';
import { writeOutput } from '../output/write-output.ts';
import { drawFrozen } from '../pages/frozen-page.ts';
import { openWithBase } from '../paths/open-with-base.ts';
import { withProgress } from '../progress.ts';
import { refuse } from '../refuse.ts';

export interface FreezeCommandOptions extends OutputOptions<'terminal' | 'json'> {
  readonly format: 'terminal' | 'json';
  readonly base?: string;
  readonly allowOutside?: boolean;
}

/** `lockstep freeze [dir]`: writes lockstep.lock, and says what is in it and what could not be seen. */
export async function freeze(io: ConsoleIo, dir: string, options: FreezeCommandOptions): Promise<ExitCode> {
  const opened = await openWithBase(dir, options);
  if (!opened.ok) return refuse(io, cannotOpen(opened.problem, ['freeze', ...opened.problem.words]));
  const { files, ...base } = opened.value;
  const { freezeRun } = await import('../../freeze-run.ts');
  const lock = await withProgress(io, `freezing ${dir}`, () => freezeRun(files, base));
  if (LOCK_SECTIONS.every((section) => lock[section].state === 'unknown')) return refuse(io, nothingToFreeze(dir));
  const text = jsonText(lock);
  if (options.format === 'json' && options.out === undefined) {
    io.out(text);
    return 0;
  }
  const out = options.out ?? join(dir, 'lockstep.lock');
  if (!(await writeOutput(io, text, { out, noun: 'lock', command: 'freeze', quiet: true }))) return 2;
  const { out: _, ...shown } = options;
  io.out(comparedText(io, shown, { json: lock, draw: (page) => drawFrozen(page, lock, out) }));
  return 0;
}
