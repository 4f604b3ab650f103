import type { ReportDiagnosis } from '../report/report.ts';

export interface UnsettledGroup {
  readonly because: string;
  readonly settle: string;
  readonly checks: readonly string[];
}

/** What is open about a cause, said once for all checks that lack the same. */
export function unsettledGroups({ unsettled }: ReportDiagnosis): readonly UnsettledGroup[] {
  const groups = new Map<string, { because: string; settle: string; checks: string[] }>();
  for (const { check, because, settle } of unsettled) {
    const key = JSON.stringify([because, settle]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { because, settle, checks: [check] });
    else group.checks.push(check);
  }
  return [...groups.values()];
}
