import { Option } from 'commander';
import type { ListOptions } from '../commands/list.ts';
import { exampleText } from './example-text.ts';
import { addLayoutOptions } from './layout-options.ts';
import type { Register } from './register.ts';

export const registerList: Register = (root, io, done) => {
  const command = root
    .command('list')
    .description('every check and every cause')
    .addOption(new Option('-f, --format <format>').choices(['terminal', 'json', 'markdown']).default('terminal'));
  addLayoutOptions(command)
    .addHelpText('after', exampleText(['lockstep list --format json'], '0'))
    .action(async (options: ListOptions) => {
      const { list } = await import('../commands/list.ts');
      done(await list(io, options));
    });
};
