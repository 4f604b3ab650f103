import type { TerminalOptions } from '../../render/terminal/page.ts';
import type { ConsoleIo } from '../console-io.ts';
import { terminalWidth } from '../terminal-width.ts';
import { usesColour } from '../uses-colour.ts';
import type { OutputOptions } from './output-options.ts';

/** How a page is laid out: files get no colour. */
export function pageOptions(
  io: ConsoleIo,
  { out, color, width, details }: Omit<OutputOptions, 'format'>,
): TerminalOptions {
  return {
    width: terminalWidth(io, width),
    colour: out === undefined && usesColour(io, 'out', color),
    details: details ?? false,
  };
}
