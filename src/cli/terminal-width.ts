import type { ConsoleIo } from './console-io.ts';

/** Logs have no width; this one reads well in CI pages. */
const LOG_COLUMNS = 100;
const MOST_COLUMNS = 400;

/** Columns to lay out for: asked for, the terminal's, COLUMNS, or what suits a log. */
export function terminalWidth(io: ConsoleIo, asked?: number): number {
  const fromEnv = Number(io.env.COLUMNS);
  const width = asked ?? io.columns ?? (Number.isInteger(fromEnv) && fromEnv > 0 ? fromEnv : LOG_COLUMNS);
  return Math.min(width, MOST_COLUMNS);
}
