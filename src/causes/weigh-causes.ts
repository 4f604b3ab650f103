import type { CheckResult } from '../checks/run-checks.ts';
import type { Apart, Cause, Clue, Rival } from './define-cause.ts';

export interface Weighed {
  readonly clue: Clue;
  /** The outcome that the clue speaks of. */
  readonly result: CheckResult;
}

/** A cause as the evidence of this run leaves it. */
export interface Diagnosis {
  readonly cause: Cause;
  /** With the odds shared among the cause and its open rivals. */
  readonly probability: number;
  /** What it would be if no rival were open. */
  readonly alone: number;
  /** Causes that explain the same traces and that nothing tells apart yet. */
  readonly rivals: readonly OpenRival[];
  readonly for: readonly Weighed[];
  readonly against: readonly Weighed[];
  /** Clues whose check gave no verdict. */
  readonly unsettled: readonly Weighed[];
}

export interface OpenRival {
  readonly rival: Rival;
  /** The checks whose verdict is missing. */
  readonly waiting: readonly CheckResult[];
}

/**
 * Weighs every cause: log odds are the prior plus, per group of clues that share a root, the strongest one that applies. Rivals that are
 * open get an equal share each: nothing seen favours one of them, and priors differ by less than what they are known to.
 */
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
  const rivals = openRivals(cause, results);
  return {
    cause,
    probability: 1 / (1 + Math.exp(-logOdds) + rivals.length),
    alone: 1 / (1 + Math.exp(-logOdds)),
    rivals,
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

function openRivals({ rivals = [] }: Cause, results: ReadonlyMap<string, CheckResult>): readonly OpenRival[] {
  return rivals.flatMap((rival) => {
    if (rival.toldApartBy.some((apart) => cameOut(apart, results.get(apart.check)))) return [];
    const checks = new Set(rival.toldApartBy.map(({ check }) => check));
    const waiting = [...checks].flatMap((check) => results.get(check) ?? []).filter((result) => !isVerdict(result));
    return [{ rival, waiting }];
  });
}

function cameOut({ when }: Apart, result: CheckResult | undefined): boolean {
  if (result === undefined) return false;
  return when === 'verdict' ? isVerdict(result) : result.outcome.kind === when;
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
