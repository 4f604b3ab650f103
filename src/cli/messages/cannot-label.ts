import type { UserMessage } from '../user-message.ts';

export function cannotLabel(path: string, reason: string): UserMessage {
  return {
    what: `${path} cannot be used: ${reason}`,
    likely: 'another file or folder than you meant',
    try: ['lockstep labels runs/my-run', 'lockstep labels --data train.jsonl --tokenizer base --trl 1.13.0'],
  };
}
