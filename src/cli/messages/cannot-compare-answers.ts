import type { UserMessage } from '../user-message.ts';

/** `reason` is a sentence part that begins with the path. */
export function cannotCompareAnswers(reason: string): UserMessage {
  return {
    what: reason,
    likely: 'no predictions there, rows without `output`, or a task that does not fit them',
    try: [
      'lockstep compare runs/before runs/after',
      'lockstep compare predictions.base.jsonl predictions.jsonl --classes safe,unsafe',
    ],
  };
}
