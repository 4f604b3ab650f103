import { Option } from 'commander';
import type { LintCommandOptions } from '../commands/lint.ts';
import { lintLevels } from '../lint-levels.ts';
import { formats } from '../output/formats.ts';
import { exampleText } from './example-text.ts';
import { addOutputOptions } from './output-options.ts';
import type { Register } from './register.ts';
import { addTaskOptions } from './task-options.ts';
import { viewDetails } from './view-details.ts';

export const registerLint: Register = (root, io, done) => {
  const command = root
    .command('lint')
    .description(
      'what the data can teach: balance, contradictions, repetition, overlap with the evaluation, truncation, settings',
    )
    .argument('[path]', 'a run folder, or a file of training data', '.')
    .option('--eval <path>', 'evaluation data: a file, or a folder of shards');
  addTaskOptions(command)
    .option('--report <file>', 'the JSON of lockstep check: where all its clauses hold, advice is given')
    .addOption(new Option('--fail-on <level>', 'exit with 1 from this level up').choices(lintLevels).default('error'));
  addOutputOptions(command, { formats: formats.page, noun: 'report', details: viewDetails })
    .addHelpText(
      'after',
      exampleText(
        [
          'lockstep lint runs/my-run',
          'lockstep lint train.jsonl --eval eval.jsonl --classes safe,unsafe --class-path "[0].label"',
          'lockstep lint runs/my-run --report report.json --out data.html',
        ],
        '0 nothing alarming, 1 a finding at or above --fail-on, 2 Lockstep could not read the data',
      ),
    )
    .action(async (path: string, options: LintCommandOptions) => {
      const { lint } = await import('../commands/lint.ts');
      done(await lint(io, path, options));
    });
};
