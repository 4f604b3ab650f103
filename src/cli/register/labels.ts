import { InvalidArgumentError, Option } from 'commander';
import type { LabelsOptions } from '../commands/labels.ts';
import { formats } from '../output/formats.ts';
import { exampleText } from './example-text.ts';
import { addOutputOptions } from './output-options.ts';
import type { Register } from './register.ts';
import { threadCount } from './thread-count.ts';

export const registerLabels: Register = (root, io, done) => {
  const command = root
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
    .option('--threads <count>', 'threads of a prediction (default: one for each processor)', threadCount);
  addOutputOptions(command, { formats: formats.page, noun: 'report', details: 'more rows token by token' })
    .addHelpText(
      'after',
      exampleText(
        [
          'lockstep labels runs/my-run',
          'lockstep labels --data train.jsonl --tokenizer Qwen2.5-7B --trl 1.13.0 --set assistant_only_loss=true',
          'lockstep labels runs/my-run --against capture --out labels.html',
        ],
        '0 the loss covers the answer only, 1 it covers something else, 2 Lockstep could not tell',
      ),
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
