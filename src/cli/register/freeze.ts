import { Option } from 'commander';
import type { FreezeCommandOptions } from '../commands/freeze.ts';
import { exampleText } from './example-text.ts';
import { addLayoutOptions } from './layout-options.ts';
import type { Register } from './register.ts';

export const registerFreeze: Register = (root, io, done) => {
  const command = root
    .command('freeze')
    .description(
      'write lockstep.lock: template, tokenizer, probes, mask, stop set, adapter and base as they were trained',
    )
    .argument('[dir]', 'folder of the run', '.')
    .option('-o, --out <file>', 'where to write the lock (default: lockstep.lock in the folder)')
    .option('--base <dir>', 'folder of the base model')
    .option('--allow-outside', 'follow links and paths that leave the folder')
    .addOption(
      new Option('-f, --format <format>', 'json prints the lock').choices(['terminal', 'json']).default('terminal'),
    );
  addLayoutOptions(command)
    .addHelpText(
      'after',
      exampleText(
        ['lockstep freeze runs/my-run', 'lockstep freeze runs/my-run --out lockstep.lock --base models/base'],
        '0 frozen, 2 there was nothing to freeze',
      ),
    )
    .action(async (dir: string, options: FreezeCommandOptions) => {
      const { freeze } = await import('../commands/freeze.ts');
      done(await freeze(io, dir, options));
    });
};
