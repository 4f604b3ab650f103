import { type Command, Option } from 'commander';
import type { ScoreFormat } from '../../render/score/view-renderers.ts';
import { columns } from './columns.ts';

const formats = ['terminal', 'json', 'html', 'markdown'] as const satisfies readonly ScoreFormat[];

/** How `score`, `compare` and `lint` show what they found. */
export function addViewOptions(command: Command): Command {
  return command
    .addOption(new Option('-f, --format <format>', 'default: by the name of --out, else terminal').choices(formats))
    .option('-o, --out <file>', 'write the result to a file')
    .option('--no-color', 'no colour')
    .option('--width <columns>', 'lay out for this many columns', columns)
    .option('--details', 'every row of every table, and the first rows behind each figure');
}
