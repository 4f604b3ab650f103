import { writeFile } from 'node:fs/promises';
import type { ConsoleIo } from './console-io.ts';
import { cannotWrite } from './messages/cannot-write.ts';
import { printMessage } from './print-message.ts';

/** Writes the text to the file, or to the console when there is none. False when the file could not be written, which was said. */
export async function writeOutput(io: ConsoleIo, text: string, out: string | undefined): Promise<boolean> {
  if (out === undefined) {
    io.out(text);
    return true;
  }
  try {
    await writeFile(out, text);
    return true;
  } catch (error) {
    printMessage(io, cannotWrite(out, error instanceof Error ? error.message : String(error)));
    return false;
  }
}
