import type { CheckResult } from '../checks/run-checks.ts';
import type { Cause, Clue } from './define-cause.ts';

export interface Weighed {
  readonly clue: Clue;
  /** The outcome that the clue speaks of. */
  readonly result: CheckResult;
}

/** A cause as the evidence of this run leaves it. */
export interface Diagnosis {
  readonly cause: Cause;
  readonly probability: number;
  readonly for: readonly Weighed[];
  readonly against: readonly Weighed[];
  /** Clues whose check gave no verdict. */
  readonly unsettled: readonly Weighed[];
}

/** Weighs every cause: log odds are the prior plus, per group of clues that share a root, the strongest one that applies. */
export function weighCauses(causes: readonly Cause[], results: readonly CheckResult[]): readonly Diagnosis[] {
  const byId = new Map(results.map((result) => [result.check.id, result]));
  return causes.map((cause) => weigh(cause, byId));
}

function weigh(cause: Cause, results: ReadonlyMap<string, CheckResult>): Diagnosis {
  const applying: Weighed[] = [];
  const unsettled = new Map<string, Weighed>();
  for (const clue of cause.clues) {
    const result = results.get(clue.check);
    if (result === undefined) continue;
    if (applies(clue, result)) applying.push({ clue, result });
    else if (!isVerdict(result)) unsettled.set(clue.check, unsettled.get(clue.check) ?? { clue, result });
  }
  const counted = strongestOfGroups(applying);
  const logOdds = counted.reduce((sum, { clue }) => sum + clue.weight, cause.prior);
  return {
    cause,
    probability: 1 / (1 + Math.exp(-logOdds)),
    for: counted.filter(({ clue }) => clue.weight > 0).sort(byWeight),
    against: counted.filter(({ clue }) => clue.weight < 0).sort(byWeight),
    unsettled: [...unsettled.values()].sort(byWeight),
  };
}

function applies(clue: Clue, { outcome }: CheckResult): boolean {
  if (outcome.kind !== clue.when) return false;
  if (outcome.kind !== 'fail' || clue.message === undefined) return true;
  return outcome.findings.some((finding) => finding.message === clue.message);
}

function isVerdict({ outcome }: CheckResult): boolean {
  return outcome.kind === 'pass' || outcome.kind === 'fail' || outcome.kind === 'not-applicable';
}

function strongestOfGroups(applying: readonly Weighed[]): readonly Weighed[] {
  const strongest = new Map<string, Weighed>();
  for (const weighed of applying) {
    if (weighed.clue.group === undefined) continue;
    const other = strongest.get(weighed.clue.group);
    if (other === undefined || Math.abs(weighed.clue.weight) > Math.abs(other.clue.weight))
      strongest.set(weighed.clue.group, weighed);
  }
  return applying.filter(
    (weighed) => weighed.clue.group === undefined || strongest.get(weighed.clue.group) === weighed,
  );
}

function byWeight(a: Weighed, b: Weighed): number {
  return Math.abs(b.clue.weight) - Math.abs(a.clue.weight) || a.clue.check.localeCompare(b.clue.check);
}
