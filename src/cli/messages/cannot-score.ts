import type { UserMessage } from '../user-message.ts';

export function cannotScore(path: string, reason: string): UserMessage {
  return {
    what: `the predictions of ${path} cannot be scored: ${reason}`,
    likely:
      'no predictions there, rows without `output` (write one JSON object a line: id, output, gold), or a task that does not fit them',
    try: [
      'lockstep score runs/my-run',
      'lockstep score predictions.jsonl --classes safe,unsafe --class-path [0].label',
      'lockstep score predictions.jsonl --fields name,dose,unit',
    ],
  };
}
