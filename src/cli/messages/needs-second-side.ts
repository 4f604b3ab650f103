import { shellWord } from '../../lib/shell-word.ts';
import type { UserMessage } from '../user-message.ts';

/** One path was named, and it does not hold both sides. */
export function needsSecondSide(path: string, reason: string): UserMessage {
  return {
    what: reason,
    likely: 'it is one side of a comparison only; the trained side is named first, what is served second',
    try: [`lockstep diff ${shellWord(path)} path/to/served`, `lockstep diff runs/my-run ${shellWord(path)}`],
  };
}
