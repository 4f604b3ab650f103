import { Option } from 'commander';
import type { ListOptions } from '../commands/list.ts';
import { columns } from './columns.ts';
import type { Register } from './register.ts';

export const registerList: Register = (root, io, done) => {
  root
    .command('list')
    .description('every check and every cause')
    .addOption(new Option('-f, --format <format>').choices(['terminal', 'json', 'markdown']).default('terminal'))
    .option('--no-color', 'no colour')
    .option('--width <columns>', 'lay out for this many columns', columns)
    .addHelpText('after', '\nExample:\n  lockstep list --format json')
    .action(async (options: ListOptions) => {
      const { list } = await import('../commands/list.ts');
      done(await list(io, options));
    });
};
