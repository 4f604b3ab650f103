import type { Report } from '../report/report.ts';
import type { failLevels } from './fail-levels.ts';

export type FailOn = (typeof failLevels)[number];

/** 0: nothing at or above the level; 1: something is; 2: Lockstep could not do its job. */
export type ExitCode = 0 | 1 | 2;

/** Levels from the top: a broken clause, an unknown clause, a failed check of severity warning or critical. A crashed check is always 2. */
export function exitCodeOf(report: Report, failOn: FailOn): ExitCode {
  if (report.checks.some((check) => check.outcome === 'crashed')) return 2;
  if (failOn === 'never') return 0;
  const has = (state: 'broken' | 'unknown') => report.clauses.some((clause) => clause.state === state);
  if (has('broken')) return 1;
  if (failOn === 'broken') return 0;
  if (has('unknown')) return 1;
  if (failOn === 'unknown') return 0;
  return report.checks.some((check) => check.outcome === 'fail' && check.severity !== 'note') ? 1 : 0;
}
