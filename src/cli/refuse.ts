import type { ConsoleIo } from './console-io.ts';
import type { ExitCode } from './exit-code.ts';
import { printMessage } from './print-message.ts';
import type { UserMessage } from './user-message.ts';

/** Says why the work was not done; the exit code of that. */
export function refuse(io: ConsoleIo, message: UserMessage): ExitCode {
  printMessage(io, message);
  return 2;
}
