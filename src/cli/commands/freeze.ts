import { join } from 'node:path';
import { LOCK_SECTIONS } from '../../lock/lock.ts';
import { jsonText } from '../../render/json-text.ts';
import { openDirectory } from '../../source/directory.ts';
import { comparedText } from '../compared-text.ts';
import type { ConsoleIo } from '../console-io.ts';
import type { ExitCode } from '../exit-code.ts';
import { drawFrozen } from '../frozen-page.ts';
import { notAFolder } from '../messages/not-a-folder.ts';
import { nothingToFreeze } from '../messages/nothing-to-freeze.ts';
import { printMessage } from '../print-message.ts';
import { withProgress } from '../progress.ts';
import { writeOutput } from '../write-output.ts';

export interface FreezeCommandOptions {
  readonly format: 'terminal' | 'json';
  readonly out?: string;
  readonly base?: string;
  readonly allowOutside?: boolean;
  readonly color: boolean;
  readonly width?: number;
}

/** `lockstep freeze [dir]`: writes lockstep.lock, and says what is in it and what could not be seen. */
export async function freeze(io: ConsoleIo, dir: string, options: FreezeCommandOptions): Promise<ExitCode> {
  const [files, base] = await Promise.all(
    [dir, options.base].map((path) =>
      path === undefined ? undefined : openDirectory(path, { allowOutside: options.allowOutside ?? false }),
    ),
  );
  for (const [path, opened] of [[dir, files] as const, [options.base ?? '', base] as const]) {
    if (opened === undefined || opened.ok) continue;
    printMessage(io, notAFolder(path, opened.problem.reason, undefined));
    return 2;
  }
  if (!files?.ok) return 2;
  const { freezeRun } = await import('../../freeze-run.ts');
  const lock = await withProgress(io, `freezing ${dir}`, () =>
    freezeRun(files.value, base?.ok ? { base: base.value } : {}),
  );
  if (LOCK_SECTIONS.every((section) => lock[section].state === 'unknown')) {
    printMessage(io, nothingToFreeze(dir));
    return 2;
  }
  const text = jsonText(lock);
  if (options.format === 'json' && options.out === undefined) {
    io.out(text);
    return 0;
  }
  const out = options.out ?? join(dir, 'lockstep.lock');
  if (!(await writeOutput(io, text, out))) return 2;
  const { out: _, ...shown } = options;
  io.out(comparedText(io, shown, { json: lock, draw: (page) => drawFrozen(page, lock, out) }));
  return 0;
}
