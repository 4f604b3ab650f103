import { InvalidArgumentError, Option } from 'commander';
import type { LabelsOptions } from '../commands/labels.ts';
import { columns } from './columns.ts';
import type { Register } from './register.ts';

export const registerLabels: Register = (root, io, done) => {
  root
    .command('labels')
    .description(
      'which tokens get loss: as captured from the trainer, as predicted from data and settings before training, and whether both agree',
    )
    .argument('[dir]', 'folder of the run', '.')
    .option('--data <path>', 'training data: a file, folder or pattern (JSONL, JSON, CSV, Parquet, Arrow)')
    .option('--tokenizer <dir>', 'folder with tokenizer.json and the chat template')
    .option('--template <file>', 'another chat template')
    .option('--config <file>', "the trainer's settings: a YAML file for trl, or a training_args.bin")
    .option(
      '--set <key=value>',
      "one of the trainer's settings, as assistant_only_loss=true; may be repeated",
      setting,
      {},
    )
    .option('--trl <version>', 'release of TRL, as 1.13.0')
    .option('--transformers <version>', 'release of transformers, as 5.18.0')
    .addOption(new Option('--only <side>', 'look at one side only').choices(['capture', 'prediction']))
    .addOption(
      new Option('--against <side>', 'fail where the prediction differs from the capture').choices(['capture']),
    )
    .option('--rows <file>', 'write a line of JSON for every row')
    .option('--threads <number>', 'default: one for each processor', count)
    .addOption(
      new Option('-f, --format <format>', 'default: by the name of --out, else terminal').choices([
        'terminal',
        'json',
        'html',
        'markdown',
      ]),
    )
    .option('-o, --out <file>', 'write the result to a file')
    .option('--no-color', 'no colour (also: NO_COLOR=1)')
    .option('--width <columns>', 'lay out for this many columns', columns)
    .option('--details', 'more rows token by token')
    .addHelpText(
      'after',
      '\nExamples:\n  lockstep labels runs/my-run\n  lockstep labels --data train.jsonl --tokenizer Qwen2.5-7B --trl 1.13.0 --set assistant_only_loss=true\n  lockstep labels runs/my-run --against capture --out labels.html\n\nExit codes: 0 the loss covers the answer only, 1 it covers something else, 2 Lockstep could not tell',
    )
    .action(async (dir: string, options: LabelsOptions) => {
      const { labels } = await import('../commands/labels.ts');
      done(await labels(io, dir, options));
    });
};

function setting(text: string, before: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('must be written key=value.');
  return { ...before, [text.slice(0, at).trim()]: text.slice(at + 1).trim() };
}

function count(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 256)
    throw new InvalidArgumentError('must be a whole number from 1 to 256.');
  return number;
}
