import { writeFile } from 'node:fs/promises';
import { escapeTerminal } from '../../render/escape-terminal.ts';
import type { ConsoleIo } from '../console-io.ts';
import { cannotWrite } from '../messages/cannot-write.ts';
import { printMessage } from '../print-message.ts';

/** What is written, as `report`, and by which command, for the words on stderr. */
export interface OutputTarget {
  readonly out: string | undefined;
  readonly noun: string;
  readonly command: string;
  /** Nothing is said when all went well. */
  readonly quiet?: boolean;
}

/** Writes the text to the file and says so, or to the console when there is none. False when that failed, which was said. */
export async function writeOutput(
  io: ConsoleIo,
  text: string,
  { out, noun, command, quiet }: OutputTarget,
): Promise<boolean> {
  if (out === undefined) {
    io.out(text);
    return true;
  }
  try {
    await writeFile(out, text);
  } catch (error) {
    printMessage(io, cannotWrite({ path: out, noun, command, error }));
    return false;
  }
  if (quiet !== true) io.err(`${noun} written to ${escapeTerminal(out)}\n`);
  return true;
}
