import { InvalidArgumentError, Option } from 'commander';
import type { AdapterOptions } from '../commands/adapter.ts';
import { comparedFormats } from '../compared-text.ts';
import { columns } from './columns.ts';
import type { Register } from './register.ts';

export const registerAdapter: Register = (root, io, done) => {
  root
    .command('adapter')
    .description(
      'what an adapter changes, by how much, whether it is in the merged weights, and what servers would do with it',
    )
    .argument('[dir]', 'a run folder, an adapter folder of PEFT or mlx_lm, or a GGUF adapter', '.')
    .option('--base <dir>', 'folder of the base model (default: as in the run folder)')
    .option('--merged <dir>', 'folder of the merged weights (default: what the run folder serves)')
    .option('--exact', 'read every value, on all cores, instead of a sample of rows')
    .option('--seed <number>', 'draw other rows', whole)
    .option('--threads <count>', 'threads of an exact proof (default: one per core)', whole)
    .option('--allow-outside', 'follow links and paths that leave the folder')
    .addOption(
      new Option('-f, --format <format>', 'default: by the name of --out, else terminal').choices(comparedFormats),
    )
    .option('-o, --out <file>', 'write the result to a file')
    .option('--no-color', 'no colour')
    .option('--width <columns>', 'lay out for this many columns', columns)
    .option('--details', 'all modules instead of the first ones')
    .addHelpText(
      'after',
      '\nExamples:\n  lockstep adapter runs/my-run\n  lockstep adapter my-adapter --base Qwen2.5-7B --merged merged --exact\n  lockstep adapter adapter.gguf\n\nExit codes: 0 merged (or readable, without a merge), 1 something is wrong, 2 Lockstep could not tell',
    )
    .action(async (dir: string, options: AdapterOptions) => {
      const { adapter } = await import('../commands/adapter.ts');
      done(await adapter(io, dir, options));
    });
};

function whole(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 2 ** 31)
    throw new InvalidArgumentError('must be a whole number.');
  return number;
}
