import { basename, dirname } from 'node:path';
import type { RunFiles } from '../source/run-files.ts';
import type { ConsoleIo } from './console-io.ts';
import { printMessage } from './print-message.ts';
import type { UserMessage } from './user-message.ts';

/** Opens the folder of a file that the user named; `message` words the reason on stderr when it cannot. */
export async function openFile(
  io: ConsoleIo,
  path: string,
  message: (path: string, reason: string) => UserMessage,
): Promise<{ readonly files: RunFiles; readonly name: string } | undefined> {
  const { openDirectory } = await import('../source/directory.ts');
  const opened = await openDirectory(dirname(path), { allowOutside: true });
  if (opened.ok) return { files: opened.value, name: basename(path) };
  printMessage(io, message(path, opened.problem.reason));
  return undefined;
}
