import { InvalidArgumentError } from 'commander';
import type { AdapterOptions } from '../commands/adapter.ts';
import { formats } from '../output/formats.ts';
import { exampleText } from './example-text.ts';
import { addOutputOptions } from './output-options.ts';
import type { Register } from './register.ts';
import { threadCount } from './thread-count.ts';

export const registerAdapter: Register = (root, io, done) => {
  const command = root
    .command('adapter')
    .description(
      'what an adapter changes, by how much, whether it is in the merged weights, and what servers would do with it',
    )
    .argument('[path]', 'a run folder, an adapter folder of PEFT or mlx_lm, or a GGUF adapter', '.')
    .option('--base <dir>', 'folder of the base model (default: as in the run folder)')
    .option('--merged <dir>', 'folder of the merged weights (default: what the run folder serves)')
    .option('--exact', 'read every value, on all cores, instead of a sample of rows')
    .option('--seed <number>', 'draw other rows', whole)
    .option('--threads <count>', 'threads of an exact proof (default: one for each processor)', threadCount)
    .option('--allow-outside', 'follow links and paths that leave the folder');
  addOutputOptions(command, {
    formats: formats.comparison,
    noun: 'report',
    details: 'all modules instead of the first ones',
  })
    .addHelpText(
      'after',
      exampleText(
        [
          'lockstep adapter runs/my-run',
          'lockstep adapter my-adapter --base Qwen2.5-7B --merged merged --exact',
          'lockstep adapter adapter.gguf',
        ],
        '0 merged (or readable, without a merge), 1 something is wrong, 2 Lockstep could not tell',
      ),
    )
    .action(async (path: string, options: AdapterOptions) => {
      const { adapter } = await import('../commands/adapter.ts');
      done(await adapter(io, path, options));
    });
};

function whole(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 2 ** 31)
    throw new InvalidArgumentError('must be a whole number.');
  return number;
}
