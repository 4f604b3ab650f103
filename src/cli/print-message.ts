import { newPage } from '../render/terminal/page.ts';
import { span } from '../render/terminal/span.ts';
import type { ConsoleIo } from './console-io.ts';
import { terminalWidth } from './terminal-width.ts';
import type { UserMessage } from './user-message.ts';
import { usesColour } from './uses-colour.ts';

/** Writes an error to stderr in three parts. Names come from the command line or from files, so everything is escaped. */
export function printMessage(io: ConsoleIo, message: UserMessage): void {
  const page = newPage({ width: terminalWidth(io), colour: usesColour(io, 'err'), details: false });
  page.prose([span(message.what)], 8, span('error:', page.paint.bad));
  page.prose([span(message.likely)], 8, span('likely:', page.paint.faint));
  for (const command of message.try) page.flow([span(command, page.paint.accent)], 8, span('try:', page.paint.faint));
  io.err(`${page.lines.join('\n')}\n`);
}
