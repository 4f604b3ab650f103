import { Option } from 'commander';
import type { DiffOptions } from '../commands/diff.ts';
import { comparedFormats } from '../compared-text.ts';
import { failLevels } from '../fail-levels.ts';
import { columns } from './columns.ts';
import type { Register } from './register.ts';

export const registerDiff: Register = (root, io, done) => {
  root
    .command('diff')
    .description('render the same conversations by two sides and show where the prompts part; or compare two locks')
    .argument('<left>', 'the trained side: a run or model folder; or a lock')
    .argument(
      '[right]',
      'folder, GGUF file, Modelfile, requests.jsonl or lock (default: all that is sent in the run folder)',
    )
    .option('--allow-outside', 'follow links and paths that leave the folder')
    .addOption(
      new Option('-f, --format <format>', 'default: by the name of --out, else terminal').choices(comparedFormats),
    )
    .option('-o, --out <file>', 'write the result to a file')
    .addOption(
      new Option('--fail-on <level>', 'exit with 1 from this level up: different, cannot be told, worth a note')
        .choices(failLevels)
        .default('broken'),
    )
    .option('--no-color', 'no colour')
    .option('--width <columns>', 'lay out for this many columns', columns)
    .addHelpText(
      'after',
      '\nExamples:\n  lockstep diff runs/my-run\n  lockstep diff runs/my-run model-q4_k_m.gguf\n  lockstep diff old.lock new.lock',
    )
    .action(async (left: string, right: string | undefined, options: DiffOptions) => {
      const { diff } = await import('../commands/diff.ts');
      done(await diff(io, [left, right], options));
    });
};
