import { Option } from 'commander';
import type { ExplainOptions } from '../commands/explain.ts';
import { columns } from './columns.ts';
import type { Register } from './register.ts';

export const registerExplain: Register = (root, io, done) => {
  root
    .command('explain')
    .description('what a check or a cause means, how it shows and what to do')
    .argument('<id>', 'id of a check or a cause')
    .addOption(new Option('-f, --format <format>').choices(['terminal', 'markdown']).default('terminal'))
    .option('--no-color', 'no colour')
    .option('--width <columns>', 'lay out for this many columns', columns)
    .addHelpText('after', '\nExample:\n  lockstep explain loss/prompt-in-loss')
    .action(async (id: string, options: ExplainOptions) => {
      const { explain } = await import('../commands/explain.ts');
      done(await explain(io, id, options));
    });
};
