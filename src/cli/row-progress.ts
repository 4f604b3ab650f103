import type { ConsoleIo } from './console-io.ts';

/** Work that is over sooner needs no sign of life; then the line is written anew this often. */
const PATIENCE_MS = 1000;
const EVERY_MS = 200;

/** Counts rows on stderr while a person watches, with the rate; the line is wiped at the end. */
export function rowProgress(io: ConsoleIo, label: string) {
  const begun = performance.now();
  let last = begun + PATIENCE_MS - EVERY_MS;
  let shown = false;
  return {
    seen: (rows: number): void => {
      const now = performance.now();
      if (!io.errIsTerminal || now - last < EVERY_MS) return;
      last = now;
      shown = true;
      const rate = Math.round(rows / ((now - begun) / 1000));
      io.err(`\r\x1b[2Klockstep: ${label}, ${rows.toLocaleString('en')} rows, ${rate.toLocaleString('en')} rows/s`);
    },
    done: (): void => {
      if (shown) io.err('\r\x1b[2K');
    },
  };
}
