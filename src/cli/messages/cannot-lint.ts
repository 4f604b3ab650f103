import type { UserMessage } from '../user-message.ts';

export function cannotLint(path: string, reason: string): UserMessage {
  return {
    what: `the data of ${path} cannot be judged: ${reason}`,
    likely: 'no training data there (train.jsonl, or what lockstep.yaml names), or rows of a shape that is not known',
    try: [
      'lockstep lint runs/my-run',
      'lockstep lint train.jsonl --eval eval.jsonl --classes safe,unsafe --class-path "[0].label"',
      'lockstep lint train.parquet --fields name,dose,unit',
    ],
  };
}
