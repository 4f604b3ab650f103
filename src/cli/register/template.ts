import type { TemplateMarkOptions } from '../commands/template-mark.ts';
import { columns } from './columns.ts';
import type { Register } from './register.ts';

export const registerTemplate: Register = (root, io, done) => {
  const template = root.command('template').description('work on chat templates').helpCommand(false);
  template
    .command('mark')
    .description(
      'add generation markers to a chat template, so that assistant_only_loss works with it; proves that it still renders the same',
    )
    .argument('<file>', 'chat_template.jinja, or a tokenizer_config.json that holds a template')
    .option('-o, --out <file>', 'write the marked template to a file (default: standard output)')
    .option('--data <file>', 'conversations of your own to prove it on, as train.jsonl')
    .option('--no-color', 'no colour')
    .option('--width <columns>', 'lay out for this many columns', columns)
    .addHelpText(
      'after',
      '\nExample:\n  lockstep template mark run/chat_template.jinja --data train.jsonl --out training_template.jinja\n\nThen in the trainer: processing_class.chat_template = open("training_template.jinja").read()',
    )
    .action(async (file: string, options: TemplateMarkOptions) => {
      const { templateMark } = await import('../commands/template-mark.ts');
      done(await templateMark(io, file, options));
    });
};
