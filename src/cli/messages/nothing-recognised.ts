import type { UserMessage } from '../user-message.ts';

/** The folder could be read, but none of its files is one that Lockstep knows. */
export function nothingRecognised(folder: string): UserMessage {
  return {
    what: `${folder} holds nothing that Lockstep recognises`,
    likely:
      'the run lies in another folder, or its files have unusual names. Lockstep looks for adapter_config.json, tokenizer.json, training_args.bin, trainer_state.json, train.jsonl, capture/, inference/ and predictions.jsonl; a lockstep.yaml in the folder names what is called otherwise',
    try: ['lockstep check path/to/run-folder', 'lockstep check --help'],
  };
}
