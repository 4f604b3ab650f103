import type { Command } from 'commander';
import type { ConsoleIo } from '../console-io.ts';
import type { ExitCode } from '../exit-code.ts';

/** Adds a command to the command line. `done` gets the exit code of the command when it ran; what it runs is imported only then. */
export type Register = (root: Command, io: ConsoleIo, done: (code: ExitCode) => void) => void;
