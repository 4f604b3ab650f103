import { Option } from 'commander';
import type { CompareOptions } from '../commands/compare.ts';
import { formats } from '../output/formats.ts';
import { exampleText } from './example-text.ts';
import { addOutputOptions } from './output-options.ts';
import type { Register } from './register.ts';
import { addDataOption, addTaskOptions } from './task-options.ts';
import { viewDetails } from './view-details.ts';

export const registerCompare: Register = (root, io, done) => {
  const command = root
    .command('compare')
    .description(
      'whether a second run answers the same rows better or worse than a first, beyond chance: what it fixed, what it broke, what could not have been seen',
    )
    .argument('<first>', 'a run folder, or a file of predictions')
    .argument('<second>', 'the same rows, answered by another run');
  addDataOption(addTaskOptions(command))
    .option(
      '--group <column>',
      'column that names what rows were drawn from (patient, document): they are not independent',
    )
    .option('--allow-different-prompts', 'compare rows that were asked with other prompts')
    .option('--allow-different-gold', 'compare rows whose gold differs; that of the first run counts')
    .option('--allow-different-rows', 'compare the rows that both have')
    .addOption(
      new Option('--fail-on <level>', 'exit with 1 when the second run is significantly worse, or is not better')
        .choices(['worse', 'not-better', 'never'])
        .default('worse'),
    );
  addOutputOptions(command, { formats: formats.page, noun: 'comparison', details: viewDetails })
    .addHelpText(
      'after',
      exampleText(
        [
          'lockstep compare runs/before runs/after',
          'lockstep compare predictions.base.jsonl predictions.jsonl --classes safe,unsafe --class-path "[0].label"',
          'lockstep compare runs/a runs/b --group patient --fail-on not-better',
        ],
        '0 nothing at --fail-on, 1 the second run is worse (or not better), 2 the two cannot be compared',
      ),
    )
    .action(async (first: string, second: string, options: CompareOptions) => {
      const { compare } = await import('../commands/compare.ts');
      done(await compare(io, [first, second], options));
    });
};
