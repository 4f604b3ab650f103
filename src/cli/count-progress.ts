import type { ConsoleIo } from './console-io.ts';
import { liveLine } from './live-line.ts';
import { progressBar } from './progress-bar.ts';

/** How much of a known amount is done. */
export function countProgress(io: ConsoleIo, label: string) {
  const line = liveLine(io);
  return {
    seen: (done: number, of: number): void =>
      line.show(() => `${label} ${progressBar(done / Math.max(1, of))}  ${done} of ${of}`),
    done: line.done,
  };
}
