import type { ScoreOptions } from '../commands/score.ts';
import { formats } from '../output/formats.ts';
import { exampleText } from './example-text.ts';
import { names } from './names.ts';
import { addOutputOptions } from './output-options.ts';
import type { Register } from './register.ts';
import { addDataOption, addTaskOptions } from './task-options.ts';
import { viewDetails } from './view-details.ts';

export const registerScore: Register = (root, io, done) => {
  const command = root
    .command('score')
    .description(
      'what predictions are worth: form and content apart, every figure with its denominator and interval, every failure named',
    )
    .argument('[path]', 'a run folder, or a file of predictions', '.');
  addTaskOptions(command).option(
    '--slices <columns>',
    'columns to slice by, of the predictions or the evaluation data, separated by commas; a path as metadata.language will do',
    names,
  );
  addDataOption(command);
  addOutputOptions(command, { formats: formats.page, noun: 'scores', details: viewDetails })
    .addHelpText(
      'after',
      exampleText(
        [
          'lockstep score runs/my-run',
          'lockstep score predictions.jsonl --classes safe,unsafe --class-path "[0].label" --slices source,language',
          'lockstep score runs/my-run --out scores.html',
        ],
        '0 scored, 2 Lockstep could not score',
      ),
    )
    .action(async (path: string, options: ScoreOptions) => {
      const { score } = await import('../commands/score.ts');
      done(await score(io, path, options));
    });
};
