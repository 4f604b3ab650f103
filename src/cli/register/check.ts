import { Option } from 'commander';
import type { CheckOptions } from '../commands/check.ts';
import { failLevels } from '../fail-levels.ts';
import { formats } from '../formats.ts';
import { columns } from './columns.ts';
import type { Register } from './register.ts';

export const registerCheck: Register = (root, io, done) => {
  root
    .command('check', { isDefault: true })
    .description('examine the folder of a run and report (the default command)')
    .argument('[dir]', 'folder of the run', '.')
    .addOption(new Option('-f, --format <format>', 'default: by the name of --out, else terminal').choices(formats))
    .option('-o, --out <file>', 'write the report to a file')
    .addOption(
      new Option(
        '--fail-on <level>',
        'exit with 1 from this level up: a broken clause, an unknown clause, a failed warning',
      )
        .choices(failLevels)
        .default('broken'),
    )
    .option('--base <dir>', 'folder of the base model')
    .option('--served <dir>', 'folder of the weights that are served')
    .option('--allow-outside', 'follow links and paths that leave the folder')
    .option('--no-color', 'no colour (also: NO_COLOR=1)')
    .option('--width <columns>', 'lay out for this many columns', columns)
    .option('--details', 'every check, place and file')
    .option('-q, --quiet', 'only the verdict')
    .addHelpText(
      'after',
      '\nExamples:\n  lockstep check runs/my-run\n  lockstep check runs/my-run --out report.html\n  lockstep check . --format sarif --out lockstep.sarif --fail-on unknown',
    )
    .action(async (dir: string, options: CheckOptions) => {
      const { check } = await import('../commands/check.ts');
      done(await check(io, dir, options));
    });
};
