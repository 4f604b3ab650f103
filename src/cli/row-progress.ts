import type { ConsoleIo } from './console-io.ts';
import { liveLine } from './live-line.ts';
import { progressBar } from './progress-bar.ts';

/** Rows done, their rate, and a bar where it is known how much there is. */
export function rowProgress(io: ConsoleIo, label: string) {
  const line = liveLine(io);
  return {
    seen: (rows: number, share?: number): void =>
      line.show((seconds) => {
        const bar = share === undefined ? '' : `${progressBar(share)}  `;
        return `${label} ${bar}${rows.toLocaleString('en')} rows, ${Math.round(rows / seconds).toLocaleString('en')} rows/s`;
      }),
    done: line.done,
  };
}
