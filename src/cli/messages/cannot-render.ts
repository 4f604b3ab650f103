import { shellWord } from '../../lib/shell-word.ts';
import type { UserMessage } from '../user-message.ts';

/** `reason` ends a sentence that begins with the folder. */
export function cannotRender(folder: string, reason: string): UserMessage {
  return {
    what: `${folder} ${reason}`,
    likely: 'the run lies in another folder, or its rows are plain text, which no chat template renders',
    try: [`lockstep render ${shellWord(folder)} --row 0`, `lockstep labels ${shellWord(folder)}`],
  };
}
