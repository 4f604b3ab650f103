import type { CheckOptions } from '../commands/check.ts';
import { formats } from '../output/formats.ts';
import { exampleText } from './example-text.ts';
import { failOnOption } from './fail-on-option.ts';
import { addOutputOptions } from './output-options.ts';
import type { Register } from './register.ts';

export const registerCheck: Register = (root, io, done) => {
  const command = root
    .command('check', { isDefault: true })
    .description('examine the folder of a run and report (the default command)')
    .argument('[dir]', 'folder of the run', '.')
    .addOption(failOnOption('a broken clause, an unknown clause, a failed warning'))
    .option('--base <dir>', 'folder of the base model')
    .option('--served <dir>', 'folder of the weights that are served')
    .option('--allow-outside', 'follow links and paths that leave the folder');
  addOutputOptions(command, { formats: formats.report, noun: 'report', details: 'every check, place and file' })
    .option('-q, --quiet', 'only the verdict')
    .addHelpText(
      'after',
      exampleText(
        [
          'lockstep check runs/my-run',
          'lockstep check runs/my-run --out report.html',
          'lockstep check . --format sarif --out lockstep.sarif --fail-on unknown',
        ],
        '0 nothing at or above --fail-on, 1 something is, 2 Lockstep could not check',
      ),
    )
    .action(async (dir: string, options: Omit<CheckOptions, 'commands'>) => {
      const { check } = await import('../commands/check.ts');
      done(await check(io, dir, { ...options, commands: root.commands.map((one) => one.name()) }));
    });
};
