import { Command, InvalidArgumentError, Option } from 'commander';
import { version } from '../version.ts';
import type { CheckOptions } from './commands/check.ts';
import type { ExplainOptions } from './commands/explain.ts';
import type { ListOptions } from './commands/list.ts';
import type { ConsoleIo } from './console-io.ts';
import type { ExitCode } from './exit-code.ts';
import { failLevels } from './fail-levels.ts';
import { formats } from './formats.ts';
import { badOption } from './messages/bad-option.ts';
import { printMessage } from './print-message.ts';
import { terminalWidth } from './terminal-width.ts';

/** Builds the command line. `done` gets the exit code of the command that ran. */
export function program(io: ConsoleIo, done: (code: ExitCode) => void): Command {
  const root = new Command('lockstep')
    .description(
      'Proves that what was trained is what is served: examines the folder of a fine-tuning run and says which clause of the contract between training and inference is broken, why, and what to do next.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.out(text),
      writeErr: (text) => io.err(text),
      outputError: (text) => printMessage(io, badOption(text)),
      getOutHelpWidth: () => Math.min(terminalWidth(io), 100),
    })
    .addHelpText(
      'after',
      '\nExamples:\n  lockstep check runs/my-run\n  lockstep explain loss/prompt-in-loss\n  lockstep list\n\nExit codes: 0 nothing at or above --fail-on, 1 something is, 2 Lockstep could not do its job',
    );
  addCheck(root, io, done);
  addExplain(root, io, done);
  addList(root, io, done);
  return root;
}

function addCheck(root: Command, io: ConsoleIo, done: (code: ExitCode) => void): void {
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
      const { check } = await import('./commands/check.ts');
      done(await check(io, dir, options));
    });
}

function addExplain(root: Command, io: ConsoleIo, done: (code: ExitCode) => void): void {
  root
    .command('explain')
    .description('what a check or a cause means, how it shows and what to do')
    .argument('<id>', 'id of a check or a cause')
    .addOption(new Option('-f, --format <format>').choices(['terminal', 'markdown']).default('terminal'))
    .option('--no-color', 'no colour')
    .option('--width <columns>', 'lay out for this many columns', columns)
    .addHelpText('after', '\nExample:\n  lockstep explain loss/prompt-in-loss')
    .action(async (id: string, options: ExplainOptions) => {
      const { explain } = await import('./commands/explain.ts');
      done(await explain(io, id, options));
    });
}

function addList(root: Command, io: ConsoleIo, done: (code: ExitCode) => void): void {
  root
    .command('list')
    .description('every check and every cause')
    .addOption(new Option('-f, --format <format>').choices(['terminal', 'json', 'markdown']).default('terminal'))
    .option('--no-color', 'no colour')
    .option('--width <columns>', 'lay out for this many columns', columns)
    .addHelpText('after', '\nExample:\n  lockstep list --format json')
    .action(async (options: ListOptions) => {
      const { list } = await import('./commands/list.ts');
      done(await list(io, options));
    });
}

function columns(text: string): number {
  const width = Number(text);
  if (!Number.isInteger(width) || width < 40) throw new InvalidArgumentError('must be a whole number of at least 40.');
  return width;
}
