import type { HealthFinding } from '../scoring/health/health-finding.ts';
import { commandIn } from './command-in.ts';
import type { DataReport } from './data-report.ts';
import type { Report } from './report.ts';

/** What `lockstep check` found out about a run. */
export interface CheckedRun {
  readonly folder: string;
  readonly clauses: Report['clauses'];
}

/**
 * What to change in data or settings, which means nothing while what was trained is not what is served: it is withheld until `lockstep
 * check` found all four clauses to hold.
 */
export function dataAdvice(
  findings: readonly HealthFinding[],
  checked: CheckedRun | undefined,
  folder: string,
): DataReport['advice'] {
  const command = commandIn(folder, 'lockstep check .');
  if (checked === undefined)
    return {
      state: 'withheld',
      because:
        'whether what was trained is what is served is not judged here: run lockstep check first, then give its JSON with --report',
      command: `${command} --out report.json`,
    };
  if (checked.folder !== folder)
    return {
      state: 'withheld',
      because: `the report is about another folder, ${checked.folder}: run lockstep check`,
      command,
    };
  const { clauses } = checked;
  const open = clauses.filter(({ state }) => state !== 'holds');
  if (open.length > 0 || clauses.length === 0)
    return {
      state: 'withheld',
      because: `by the report, ${open.map(({ id, state }) => `${id} is ${state}`).join(', ') || 'no clause was judged'}: settle that first`,
      command,
    };
  const items = new Map(findings.map(({ id, advice }) => [advice, { finding: id, advice }]));
  return { state: 'given', items: [...items.values()] };
}
