import { InvalidArgumentError } from 'commander';
import type { RenderOptions } from '../commands/render.ts';
import { formats } from '../output/formats.ts';
import { exampleText } from './example-text.ts';
import { addOutputOptions } from './output-options.ts';
import type { Register } from './register.ts';

export const registerRender: Register = (root, io, done) => {
  const command = root
    .command('render')
    .description(
      'one training row as the chat template renders it, its prompt, and the request that was sent: every token, and what wrote it',
    )
    .argument('[dir]', 'folder of the run', '.')
    .option('--row <number>', 'row of the training data, from 0', rowNumber, 0)
    .option('--allow-outside', 'follow links and paths that leave the folder');
  addOutputOptions(command, { formats: formats.comparison, noun: 'rendering', details: 'every token of long texts' })
    .addHelpText(
      'after',
      exampleText(
        ['lockstep render runs/my-run', 'lockstep render runs/my-run --row 12 --out row.json'],
        '0 the prompt and the request are how the row begins, 1 one of them is not, 2 Lockstep could not tell',
      ),
    )
    .action(async (dir: string, options: RenderOptions) => {
      const { render } = await import('../commands/render.ts');
      done(await render(io, dir, options));
    });
};

function rowNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0) throw new InvalidArgumentError('must be a whole number from 0.');
  return number;
}
