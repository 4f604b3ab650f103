import type { UserMessage } from '../user-message.ts';

export function nothingToFreeze(folder: string): UserMessage {
  return {
    what: `${folder} holds nothing that could be frozen`,
    likely:
      'it is neither a run nor a model folder: there is no tokenizer, no chat template, no capture and no adapter',
    try: ['lockstep freeze path/to/run-folder', 'lockstep check path/to/run-folder'],
  };
}
