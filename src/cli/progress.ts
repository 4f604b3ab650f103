import { escapeTerminal } from '../render/escape-terminal.ts';
import type { ConsoleIo } from './console-io.ts';

/** Work that is over sooner needs no sign of life. */
const PATIENCE_MS = 1000;

/** Runs the work, and after a second says so on stderr where a person watches; the line is wiped when the work ends. */
export async function withProgress<T>(io: ConsoleIo, label: string, work: () => Promise<T>): Promise<T> {
  if (!io.errIsTerminal) return work();
  const line = `lockstep: ${escapeTerminal(label)} …`.slice(0, (io.columns ?? 80) - 1);
  let shown = false;
  const timer = setTimeout(() => {
    shown = true;
    io.err(line);
  }, PATIENCE_MS);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
    if (shown) io.err('\r\x1b[2K');
  }
}
