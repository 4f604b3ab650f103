import { InvalidArgumentError, Option } from 'commander';
import type { ConvertOptions } from '../commands/convert.ts';
import { exampleText } from './example-text.ts';
import { addLayoutOptions } from './layout-options.ts';
import { names } from './names.ts';
import type { Register } from './register.ts';

export const registerConvert: Register = (root, io, done) => {
  const command = root
    .command('convert')
    .description('convert training data to another shape without losing a turn; prints what changed')
    .argument('<file>', 'data set: JSONL, JSON, CSV, Parquet or Arrow')
    .requiredOption('-o, --out <file>', 'the converted rows, as JSON Lines')
    .addOption(new Option('--to <shape>', 'columns of the result').choices(['prompt-completion', 'messages']))
    .addOption(
      new Option('--turns <which>', 'which assistant turns become a completion')
        .choices(['each', 'last'])
        .default('each'),
    )
    .option('--role <from=to>', 'map a role name that is not known, as expert=assistant', roleMap, {})
    .option('--target-class <path>', 'replace the JSON answer by the class at this path, as [0].label')
    .option('--target-json <pattern>', 'replace a class-only answer by JSON, as [{"label":"$class"}]')
    .option('--classes <names>', 'classes, separated by commas; other answers are refused', names)
    .option('--keep-going', 'leave refused rows out instead of writing nothing')
    .addOption(new Option('-f, --format <format>').choices(['terminal', 'json']).default('terminal'));
  addLayoutOptions(command)
    .addHelpText(
      'after',
      exampleText(
        [
          'lockstep convert train.jsonl --to prompt-completion -o train.pc.jsonl',
          'lockstep convert sharegpt.json --to messages -o train.jsonl',
          'lockstep convert train.jsonl --to prompt-completion --turns last --target-class "[0].label" -o classes.jsonl',
        ],
        '0 all rows were converted (or those that could be, with --keep-going), 1 rows were refused and nothing was written, 2 Lockstep could not convert',
      ),
    )
    .action(async (file: string, options: ConvertOptions) => {
      const { convert } = await import('../commands/convert.ts');
      done(await convert(io, file, options));
    });
};

function roleMap(text: string, before: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const [from, to, more] = text.split('=');
  if (!from || !to || more !== undefined) throw new InvalidArgumentError('must be written from=to.');
  return { ...before, [from]: to };
}
