import type { JudgedClause } from '../causes/judge-clauses.ts';
import type { Diagnosis, Weighed } from '../causes/weigh-causes.ts';
import type { ReportDiagnosis } from './report.ts';
import { sawOf, settleOf } from './report-checks.ts';

/** Diagnoses as the report shows them. Advice on data and training is withheld while a clause does not hold (design.md section 1). */
export function reportDiagnoses(diagnoses: readonly Diagnosis[], clauses: readonly JudgedClause[]): ReportDiagnosis[] {
  const open = clauses.filter(({ state }) => state !== 'holds');
  return diagnoses.map((diagnosis) => {
    const { cause } = diagnosis;
    const isWithheld = cause.clause === undefined && open.length > 0;
    return {
      cause: cause.id,
      title: cause.title,
      phase: cause.phase,
      ...(cause.clause === undefined ? {} : { clause: cause.clause }),
      probability: Math.round(diagnosis.probability * 1000) / 1000,
      for: diagnosis.for.map(weighedClue),
      against: diagnosis.against.map(weighedClue),
      unsettled: diagnosis.unsettled.map(unsettledClue),
      remedy: cause.remedy,
      ...(isWithheld ? { withheld: withheldBecause(open) } : {}),
    };
  });
}

/** Why advice on data and hyper-parameters has to wait; undefined when all four clauses hold. */
export function withheldBecause(open: readonly JudgedClause[]): string {
  const words = open.map(({ id, state }) => `${id} is ${state}`).join(', ');
  return `${words}: until all four clauses hold, a change of data or hyper-parameters cannot be judged, because what is measured is not what was trained.`;
}

function weighedClue({ clue, result }: Weighed): ReportDiagnosis['for'][number] {
  return { check: clue.check, weight: clue.weight, because: clue.because, saw: sawOf(result) };
}

function unsettledClue({ clue, result }: Weighed): ReportDiagnosis['unsettled'][number] {
  return { check: clue.check, because: sawOf(result), settle: settleOf(result.outcome) ?? 'see the check' };
}
