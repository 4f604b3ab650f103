import type { Undecided } from '../causes/rank-diagnoses.ts';
import { listWords } from '../lib/list-words.ts';
import { commandIn } from './command-in.ts';
import type { ReportUndecided } from './report.ts';
import { settleOf } from './report-checks.ts';

/** Causes that the evidence does not separate, with the file or command that would. */
export function reportUndecided({ between, because, waiting }: Undecided, folder: string): ReportUndecided {
  const files = [...new Set(waiting.flatMap(({ outcome }) => settleOf(outcome) ?? []))];
  const [first, second] = between;
  const { step, command } = second.cause.settle.command === undefined ? first.cause.settle : second.cause.settle;
  return {
    causes: between.map(({ cause }) => ({
      cause: cause.id,
      title: cause.title,
      phase: cause.phase,
      ...(cause.clause === undefined ? {} : { clause: cause.clause }),
    })),
    because: because.join('; '),
    settle: files.length > 0 ? listWords(files) : step,
    ...(command === undefined ? {} : { command: commandIn(folder, command) }),
  };
}
