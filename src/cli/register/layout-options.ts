import type { Command } from 'commander';
import { columns } from './columns.ts';

/** How text is laid out. */
export function addLayoutOptions(command: Command): Command {
  return command
    .option('--no-color', 'no colour (also: NO_COLOR=1)')
    .option('--width <columns>', 'lay out for this many columns', columns);
}
