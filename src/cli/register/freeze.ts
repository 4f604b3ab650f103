import { Option } from 'commander';
import type { FreezeCommandOptions } from '../commands/freeze.ts';
import { columns } from './columns.ts';
import type { Register } from './register.ts';

export const registerFreeze: Register = (root, io, done) => {
  root
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
    )
    .option('--no-color', 'no colour')
    .option('--width <columns>', 'lay out for this many columns', columns)
    .addHelpText(
      'after',
      '\nExamples:\n  lockstep freeze runs/my-run\n  lockstep freeze runs/my-run --out lockstep.lock --base models/base',
    )
    .action(async (dir: string, options: FreezeCommandOptions) => {
      const { freeze } = await import('../commands/freeze.ts');
      done(await freeze(io, dir, options));
    });
};
