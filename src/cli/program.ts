import { Command } from 'commander';
import { version } from '../version.ts';
import type { ConsoleIo } from './console-io.ts';
import type { ExitCode } from './exit-code.ts';
import { badOption } from './messages/bad-option.ts';
import { printMessage } from './print-message.ts';
import { registerAdapter } from './register/adapter.ts';
import { registerCheck } from './register/check.ts';
import { registerCompare } from './register/compare.ts';
import { registerConvert } from './register/convert.ts';
import { registerDiff } from './register/diff.ts';
import { registerExplain } from './register/explain.ts';
import { registerFreeze } from './register/freeze.ts';
import { registerLabels } from './register/labels.ts';
import { registerLint } from './register/lint.ts';
import { registerList } from './register/list.ts';
import type { Register } from './register/register.ts';
import { registerRender } from './register/render.ts';
import { registerScore } from './register/score.ts';
import { registerTemplate } from './register/template.ts';
import { registerVerify } from './register/verify.ts';
import { terminalWidth } from './terminal-width.ts';

/** In the order in which `--help` lists them. */
const commands: readonly Register[] = [
  registerCheck,
  registerLabels,
  registerRender,
  registerDiff,
  registerAdapter,
  registerScore,
  registerCompare,
  registerLint,
  registerFreeze,
  registerVerify,
  registerConvert,
  registerTemplate,
  registerExplain,
  registerList,
];

/** An option that a command does not know leads to the help of that command. */
function nameCommandInErrors(parent: Command, io: ConsoleIo, name: string): void {
  for (const command of parent.commands) {
    const words = `${name} ${command.name()}`;
    command.configureOutput({ outputError: (text) => printMessage(io, badOption(text, words)) });
    nameCommandInErrors(command, io, words);
  }
}

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
      outputError: (text) => printMessage(io, badOption(text, 'lockstep')),
      getOutHelpWidth: () => Math.min(terminalWidth(io), 100),
      getErrHelpWidth: () => Math.min(terminalWidth(io), 100),
    })
    .addHelpText(
      'after',
      '\nExamples:\n  lockstep check runs/my-run\n  lockstep explain loss/prompt-in-loss\n  lockstep list\n\nExit codes: 0 nothing at or above --fail-on, 1 something is, 2 Lockstep could not do its job',
    );
  for (const register of commands) register(root, io, done);
  nameCommandInErrors(root, io, 'lockstep');
  return root;
}
