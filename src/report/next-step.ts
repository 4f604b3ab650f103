import type { JudgedClause } from '../causes/judge-clauses.ts';
import type { Diagnosis } from '../causes/weigh-causes.ts';
import { commandIn } from './command-in.ts';
import type { Report, ReportUndecided } from './report.ts';

/** From here on a cause is worth acting on; below, settling it is cheaper than acting on it. */
const ACT = 0.9;

interface Judged {
  readonly diagnoses: readonly Diagnosis[];
  readonly undecided: readonly ReportUndecided[];
  readonly clauses: readonly JudgedClause[];
}

/** The one step that settles most of what is open: mend the first established cause, else collect the evidence that most clauses lack. */
export function nextStep({ diagnoses, undecided, clauses }: Judged, folder: string): Report['next'] {
  const again = commandIn(folder, 'lockstep check .');
  const [first] = diagnoses;
  if (first !== undefined) {
    const { cause, probability } = first;
    if (probability >= ACT)
      return {
        step: cause.remedy,
        command: again,
        settles: [cause.id, ...(cause.clause === undefined ? [] : [cause.clause])],
      };
    const { step, command } = cause.settle;
    return {
      step: `${step}.`,
      ...(command === undefined ? {} : { command: commandIn(folder, command) }),
      settles: [cause.id],
    };
  }
  const [tie] = undecided;
  if (tie !== undefined)
    return {
      step: `Get what tells them apart: ${tie.settle}.`,
      command: tie.command ?? again,
      settles: tie.causes.map(({ cause }) => cause),
    };
  const open = clauses.filter((clause) => clause.state === 'unknown' && clause.settle !== undefined);
  const bySettle = new Map<string, string[]>();
  for (const { id, settle } of open) bySettle.set(settle ?? '', [...(bySettle.get(settle ?? '') ?? []), id]);
  const [best] = [...bySettle].sort((a, b) => b[1].length - a[1].length || rank(a[1]) - rank(b[1]));
  if (best === undefined) return undefined;
  const [settle, settles] = best;
  return { step: `${settle.charAt(0).toUpperCase()}${settle.slice(1)}.`, command: again, settles };
}

/** What costs least and opens most comes first: requests are compared with captured rows, and scores mean nothing before both are right. */
const ORDER: readonly string[] = ['answer-only-loss', 'same-rendering', 'adapter-active', 'honest-scoring'];

function rank(clauses: readonly string[]): number {
  return Math.min(...clauses.map((clause) => ORDER.indexOf(clause)));
}
