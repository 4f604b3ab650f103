import { CommanderError } from 'commander';
import type { ConsoleIo } from './console-io.ts';
import { unexpected } from './messages/unexpected.ts';
import { printMessage } from './print-message.ts';
import { program } from './program.ts';

const io: ConsoleIo = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  outIsTerminal: process.stdout.isTTY === true,
  errIsTerminal: process.stderr.isTTY === true,
  columns: process.stdout.isTTY ? process.stdout.columns : undefined,
  env: process.env,
};

// `lockstep check | head` closes the pipe early; that is how pipes are used, not a crash.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

try {
  await program(io, (code) => {
    process.exitCode = code;
  }).parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    printMessage(io, unexpected(error));
    process.exitCode = 2;
  }
}
