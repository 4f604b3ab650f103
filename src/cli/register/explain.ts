import { Option } from 'commander';
import type { ExplainOptions } from '../commands/explain.ts';
import { exampleText } from './example-text.ts';
import { addLayoutOptions } from './layout-options.ts';
import type { Register } from './register.ts';

export const registerExplain: Register = (root, io, done) => {
  const command = root
    .command('explain')
    .description('what a check or a cause means, how it shows and what to do')
    .argument('<id>', 'id of a check or a cause')
    .addOption(new Option('-f, --format <format>').choices(['terminal', 'markdown']).default('terminal'));
  addLayoutOptions(command)
    .addHelpText('after', exampleText(['lockstep explain loss/prompt-in-loss'], '0 explained, 2 there is no such id'))
    .action(async (id: string, options: ExplainOptions) => {
      const { explain } = await import('../commands/explain.ts');
      done(await explain(io, id, options));
    });
};
