import type { UserMessage } from '../user-message.ts';

/** Neither a capture nor what a prediction is made from. */
export function noLabels(folder: string, needs: readonly string[]): UserMessage {
  return {
    what: `the labels of ${folder} cannot be told; a prediction needs ${needs.join(', ')}`,
    likely: 'another folder than you meant, or data, tokenizer and settings that lie elsewhere',
    try: [
      'lockstep labels path/to/run-folder',
      'lockstep labels --data train.jsonl --tokenizer base --trl 1.13.0 --set max_length=2048',
    ],
  };
}
