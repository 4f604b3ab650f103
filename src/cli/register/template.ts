import type { TemplateMarkOptions } from '../commands/template-mark.ts';
import { exampleText } from './example-text.ts';
import { addLayoutOptions } from './layout-options.ts';
import type { Register } from './register.ts';

export const registerTemplate: Register = (root, io, done) => {
  const template = root.command('template').description('work on chat templates').helpCommand(false);
  const command = template
    .command('mark')
    .description(
      'add generation markers to a chat template, so that assistant_only_loss works with it; proves that it still renders the same',
    )
    .argument('<file>', 'chat_template.jinja, or a tokenizer_config.json that holds a template')
    .option('-o, --out <file>', 'write the marked template to a file (default: standard output)')
    .option('--data <file>', 'conversations of your own to prove it on, as train.jsonl');
  addLayoutOptions(command)
    .addHelpText(
      'after',
      `${exampleText(
        ['lockstep template mark run/chat_template.jinja --data train.jsonl --out training_template.jinja'],
        '0 marked (or whole marks were there already), 1 it cannot be marked, 2 Lockstep could not read it',
      )}\n\nThen in the trainer: processing_class.chat_template = open("training_template.jinja").read()`,
    )
    .action(async (file: string, options: TemplateMarkOptions) => {
      const { templateMark } = await import('../commands/template-mark.ts');
      done(await templateMark(io, file, options));
    });
};
