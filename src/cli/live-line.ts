import type { ConsoleIo } from './console-io.ts';

/** Work that is over sooner needs no sign of life; then the line is written anew this often. */
const PATIENCE_MS = 1000;
const EVERY_MS = 200;

/** A line on stderr that says how far long work has come, only where a person watches; it is wiped at the end. */
export function liveLine(io: ConsoleIo) {
  const begun = performance.now();
  let last = begun + PATIENCE_MS - EVERY_MS;
  let shown = false;
  return {
    /** `text` gets the seconds since the beginning; it is asked for only when the line is due. */
    show: (text: (seconds: number) => string): void => {
      const now = performance.now();
      if (!io.errIsTerminal || now - last < EVERY_MS) return;
      last = now;
      shown = true;
      io.err(`\r\x1b[2Klockstep: ${text((now - begun) / 1000)}`.slice(0, (io.columns || 80) + 4));
    },
    done: (): void => {
      if (shown) io.err('\r\x1b[2K');
    },
  };
}
