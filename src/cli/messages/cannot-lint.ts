import { shellWord } from '../../lib/shell-word.ts';
import type { UserMessage } from '../user-message.ts';

interface LintObstacle {
  readonly reason: string;
  readonly about: 'data' | 'task' | 'report';
}

export function cannotLint(path: string, { reason, about }: LintObstacle): UserMessage {
  const what = `the data of ${path} cannot be judged: ${reason}`;
  const again = `lockstep lint ${shellWord(path)}`;
  switch (about) {
    case 'data':
      return {
        what,
        likely:
          'no training data there (train.jsonl, or what lockstep.yaml names), or rows of a shape that is not known',
        try: [
          'lockstep lint runs/my-run',
          'lockstep lint train.jsonl --eval eval.jsonl --classes safe,unsafe --class-path "[0].label"',
          'lockstep lint train.parquet --fields name,dose,unit',
        ],
      };
    case 'task':
      return {
        what,
        likely: 'the options that say what the answers should be name something that is not there or does not fit',
        try: [`${again} --classes safe,unsafe --class-path "[0].label"`, 'lockstep lint --help'],
      };
    case 'report':
      return {
        what,
        likely: '--report takes the JSON that lockstep check wrote about this run, whole',
        try: ['lockstep check runs/my-run --out report.json', `${again} --report report.json`],
      };
  }
}
