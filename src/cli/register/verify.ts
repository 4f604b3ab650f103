import type { VerifyOptions } from '../commands/verify.ts';
import { formats } from '../output/formats.ts';
import { exampleText } from './example-text.ts';
import { failOnOption } from './fail-on-option.ts';
import { addOutputOptions } from './output-options.ts';
import type { Register } from './register.ts';

export const registerVerify: Register = (root, io, done) => {
  const command = root
    .command('verify')
    .description('compare a folder with its lock: whether what was trained is still what is there')
    .argument('[dir]', 'a run, or the folder that is served', '.')
    .option('--lock <file>', 'the lock (default: lockstep.lock in the folder)')
    .option('--base <dir>', 'folder of the base model')
    .addOption(failOnOption('broken, cannot be told, any change'))
    .option('--allow-outside', 'follow links and paths that leave the folder');
  addOutputOptions(command, { formats: formats.comparison, noun: 'report' })
    .addHelpText(
      'after',
      exampleText(
        ['lockstep verify runs/my-run', 'lockstep verify merged --lock runs/my-run/lockstep.lock --fail-on unknown'],
        '0 nothing at or above --fail-on, 1 something is, 2 Lockstep could not verify',
      ),
    )
    .action(async (dir: string, options: VerifyOptions) => {
      const { verify } = await import('../commands/verify.ts');
      done(await verify(io, dir, options));
    });
};
