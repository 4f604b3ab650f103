import type { ConsoleIo } from './console-io.ts';

/** NO_COLOR (no-color.org: set and not empty) wins over FORCE_COLOR (0 and false mean no), which wins over what the stream is. */
export function usesColour(io: ConsoleIo, stream: 'out' | 'err', asked = true): boolean {
  const { NO_COLOR: no, FORCE_COLOR: force, TERM: term } = io.env;
  if (!asked || (no !== undefined && no !== '')) return false;
  if (force !== undefined) return force !== '0' && force !== 'false';
  return (stream === 'out' ? io.outIsTerminal : io.errIsTerminal) && term !== 'dumb';
}
