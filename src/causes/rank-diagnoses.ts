import type { CheckResult } from '../checks/run-checks.ts';
import type { Diagnosis } from './weigh-causes.ts';

/** A cause is named when it is more likely than not. */
const NAMED = 0.5;
/** Odds below 3 to 1 are "not worth more than a bare mention" (Kass and Raftery 1995, Bayes Factors, section 3.2). */
const CLOSE = Math.log(3);
/** What docs/architecture.md calls a strong clue: one of these alone makes a cause of any prior more likely than not. */
const STRONG = 5;

/** Causes that what was seen does not tell apart. */
export interface Undecided {
  /** The likeliest first; two at least. */
  readonly between: readonly [Diagnosis, Diagnosis, ...Diagnosis[]];
  readonly because: readonly string[];
  /** Checks without a verdict that would tell them apart. */
  readonly waiting: readonly CheckResult[];
}

export interface Ranking {
  readonly diagnoses: readonly Diagnosis[];
  readonly undecided: readonly Undecided[];
}

/**
 * The diagnoses worth naming, in the order in which to act: by phase (weights before labels before renderings before scoring before data),
 * then by probability, then by id. How sure a cause is does not move it: what a later phase measures was made by the earlier ones, and a
 * likely fault of the weights is settled before the data is touched. A healthy run has none. Causes that leave the same traces are not
 * named one before the other: they are undecided.
 */
export function rankDiagnoses(weighed: readonly Diagnosis[]): Ranking {
  const named = weighed.filter(({ probability }) => probability >= NAMED).sort(compare);
  const tie = tiedTop(named);
  const diagnoses = tie === undefined ? named : named.filter((one) => !tie.between.includes(one));
  const rivals = weighed.flatMap((one) => amongRivals(one, weighed, diagnoses) ?? []);
  return { diagnoses, undecided: [...(tie === undefined ? [] : [tie]), ...rivals].sort(byLikeliest) };
}

function compare(a: Diagnosis, b: Diagnosis): number {
  return (
    a.cause.phase.localeCompare(b.cause.phase) ||
    Number(judgesOutputs(a)) - Number(judgesOutputs(b)) ||
    b.probability - a.probability ||
    a.cause.id.localeCompare(b.cause.id)
  );
}

/** Phase E holds decoding and evaluator: what an evaluator makes of outputs is seen once the outputs are right. */
function judgesOutputs({ cause }: Diagnosis): boolean {
  return cause.id.startsWith('eval/');
}

/**
 * The first two, when their odds are close and they stand on the same failure, or are of one phase and neither is measured by itself. Two
 * causes that each have a strong clue of their own are two faults, not one that could be either.
 */
function tiedTop([first, second]: readonly Diagnosis[]): Undecided | undefined {
  if (first === undefined || second === undefined) return undefined;
  if (Math.abs(logOdds(first) - logOdds(second)) >= CLOSE) return undefined;
  if (hasOwnStrongClue(first, second) && hasOwnStrongClue(second, first)) return undefined;
  const shared = first.for.filter((clue) => checksOf(second).has(clue.result.check.id));
  if (shared.length === 0 && first.cause.phase !== second.cause.phase) return undefined;
  const because =
    shared.length > 0
      ? shared.map(({ result }) => `${result.check.id} speaks for both`)
      : [`both are as likely after all that was seen of phase ${first.cause.phase}`];
  const waiting = [...new Set([...first.unsettled, ...second.unsettled].map(({ result }) => result))];
  return { between: [first, second], because, waiting };
}

function logOdds({ probability }: Diagnosis): number {
  return Math.log(probability / (1 - probability));
}

function hasOwnStrongClue(one: Diagnosis, other: Diagnosis): boolean {
  return one.for.some(({ clue, result }) => clue.weight >= STRONG && !checksOf(other).has(result.check.id));
}

function checksOf(diagnosis: Diagnosis): ReadonlySet<string> {
  return new Set(diagnosis.for.map(({ result }) => result.check.id));
}

/** What would be named if its rivals were not open. A rival that is named by itself explains the traces already. */
function amongRivals(
  diagnosis: Diagnosis,
  weighed: readonly Diagnosis[],
  named: readonly Diagnosis[],
): Undecided | undefined {
  if (diagnosis.alone < NAMED || diagnosis.probability >= NAMED) return undefined;
  const ids = new Set(diagnosis.rivals.map(({ rival }) => rival.cause));
  if (named.some(({ cause }) => ids.has(cause.id))) return undefined;
  const [second, ...others] = weighed.filter(({ cause }) => ids.has(cause.id));
  if (second === undefined) return undefined;
  return {
    between: [diagnosis, second, ...others],
    because: diagnosis.rivals.map(({ rival }) => rival.because),
    waiting: [...new Set(diagnosis.rivals.flatMap(({ waiting }) => waiting))],
  };
}

function byLikeliest(a: Undecided, b: Undecided): number {
  return b.between[0].alone - a.between[0].alone || a.between[0].cause.id.localeCompare(b.between[0].cause.id);
}
