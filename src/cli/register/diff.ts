import type { DiffOptions } from '../commands/diff.ts';
import { formats } from '../output/formats.ts';
import { exampleText } from './example-text.ts';
import { failOnOption } from './fail-on-option.ts';
import { addOutputOptions } from './output-options.ts';
import type { Register } from './register.ts';

export const registerDiff: Register = (root, io, done) => {
  const command = root
    .command('diff')
    .description('render the same conversations by two sides and show where the prompts part; or compare two locks')
    .argument('<left>', 'the trained side: a run or model folder; or a lock')
    .argument(
      '[right]',
      'folder, GGUF file, Modelfile, requests.jsonl or lock (default: all that is sent in the run folder)',
    )
    .addOption(failOnOption('different, cannot be told, worth a note'))
    .option('--allow-outside', 'follow links and paths that leave the folder');
  addOutputOptions(command, { formats: formats.comparison, noun: 'report' })
    .addHelpText(
      'after',
      exampleText(
        ['lockstep diff runs/my-run', 'lockstep diff runs/my-run model-q4_k_m.gguf', 'lockstep diff old.lock new.lock'],
        '0 nothing at or above --fail-on, 1 something is, 2 Lockstep could not compare',
      ),
    )
    .action(async (left: string, right: string | undefined, options: DiffOptions) => {
      const { diff } = await import('../commands/diff.ts');
      done(await diff(io, [left, right], options));
    });
};
