import { Option } from 'commander';
import type { VerifyOptions } from '../commands/verify.ts';
import { comparedFormats } from '../compared-text.ts';
import { failLevels } from '../fail-levels.ts';
import { columns } from './columns.ts';
import type { Register } from './register.ts';

export const registerVerify: Register = (root, io, done) => {
  root
    .command('verify')
    .description('compare a folder with its lock: exit code 0 when what was trained is still what is there')
    .argument('[dir]', 'a run, or the folder that is served', '.')
    .option('--lock <file>', 'the lock (default: lockstep.lock in the folder)')
    .option('--base <dir>', 'folder of the base model')
    .option('--allow-outside', 'follow links and paths that leave the folder')
    .addOption(
      new Option('-f, --format <format>', 'default: by the name of --out, else terminal').choices(comparedFormats),
    )
    .option('-o, --out <file>', 'write the result to a file')
    .addOption(
      new Option('--fail-on <level>', 'exit with 1 from this level up: broken, cannot be told, any change')
        .choices(failLevels)
        .default('broken'),
    )
    .option('--no-color', 'no colour')
    .option('--width <columns>', 'lay out for this many columns', columns)
    .addHelpText(
      'after',
      '\nExamples:\n  lockstep verify runs/my-run\n  lockstep verify merged --lock runs/my-run/lockstep.lock --fail-on unknown',
    )
    .action(async (dir: string, options: VerifyOptions) => {
      const { verify } = await import('../commands/verify.ts');
      done(await verify(io, dir, options));
    });
};
