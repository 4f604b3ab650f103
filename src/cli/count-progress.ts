import type { ConsoleIo } from './console-io.ts';

/** Work that is over sooner needs no sign of life; then the line is written anew this often. */
const PATIENCE_MS = 1000;
const EVERY_MS = 200;

/** Shows on stderr how much of a known amount is done while a person watches; the line is wiped at the end. */
export function countProgress(io: ConsoleIo, label: string) {
  let last = performance.now() + PATIENCE_MS - EVERY_MS;
  let shown = false;
  return {
    seen: (done: number, of: number): void => {
      const now = performance.now();
      if (!io.errIsTerminal || now - last < EVERY_MS) return;
      last = now;
      shown = true;
      io.err(`\r\x1b[2Klockstep: ${label}, ${done} of ${of}`);
    },
    done: (): void => {
      if (shown) io.err('\r\x1b[2K');
    },
  };
}
