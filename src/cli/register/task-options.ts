import { type Command, Option } from 'commander';
import { names } from './names.ts';

/** The options that say what the answers should be, for folders without a lockstep.yaml. */
export function addTaskOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--task <kind>', 'default: what lockstep.yaml says, or what the golds show').choices([
        'classify',
        'extract',
        'free',
      ]),
    )
    .option('--classes <names>', 'classes, separated by commas', names)
    .option('--class-path <path>', 'where in a JSON answer the class is, as [0].label')
    .addOption(
      new Option('--answer <form>', 'whether the answer is JSON that holds the class, or the class').choices([
        'json',
        'text',
      ]),
    )
    .option('--fields <names>', 'fields of the answer object, separated by commas', names)
    .option('--critical <names>', 'the fields that must all be right', names)
    .option('--schema <file>', 'JSON schema (draft 2020-12) that answers must meet');
}

/** Where gold and columns are that the predictions lack. */
export function addDataOption(command: Command): Command {
  return command.option(
    '--data <file>',
    'evaluation data with gold and columns that the predictions lack, joined by id; default: the eval data of the folder',
  );
}
