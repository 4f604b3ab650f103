import { type Command, Option } from 'commander';
import { addLayoutOptions } from './layout-options.ts';

interface Output {
  readonly formats: readonly string[];
  /** What `--out` writes, as `report`. */
  readonly noun: string;
  /** What `--details` adds; without it there is no such option. */
  readonly details?: string;
}

/** How a command shows what it found, and where it writes it. */
export function addOutputOptions(command: Command, { formats, noun, details }: Output): Command {
  command
    .addOption(new Option('-f, --format <format>', 'default: by the name of --out, else terminal').choices(formats))
    .option('-o, --out <file>', `write the ${noun} to a file`);
  addLayoutOptions(command);
  return details === undefined ? command : command.option('--details', details);
}
