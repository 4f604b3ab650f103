import { type Proportion, proportion } from '../proportion.ts';
import { classifyFailure } from './classify-failure.ts';
import { FAILURE_CODES, type FailureCode } from './failure-code.ts';
import type { FailureContext } from './failure-context.ts';
import { failureReliability, type Reliability } from './failure-reliability.ts';
import type { FailureSample } from './failure-sample.ts';

export interface FailureRow {
  readonly code: FailureCode;
  /** Predictions with the code, over all predictions. */
  readonly any: Proportion;
  /** Predictions whose primary code it is. */
  readonly primary: Proportion;
  /** The first 1,000 of each. */
  readonly ids: readonly string[];
  readonly primaryIds: readonly string[];
  /** The other code that most often comes with it. */
  readonly with: FailureCode | null;
  readonly reliability: Reliability;
}

export interface FailureTally {
  readonly n: number;
  /** Predictions without any code. */
  readonly clean: Proportion;
  /** Codes that occur, in order of precedence. */
  readonly rows: readonly FailureRow[];
  /** Codes that fire on right answers of this data, occurring or not. */
  readonly unreliable: readonly Reliability[];
}

const MOST_IDS = 1_000;
/** The share of right answers from which on a code may no longer be the primary one: the budget of false alarms of issue 6. */
const MOST_FALSE_ALARMS = 0.005;

interface Counts {
  any: number;
  primary: number;
  readonly ids: string[];
  readonly primaryIds: string[];
  readonly together: Map<FailureCode, number>;
}

/** Classifies all predictions, in memory that does not grow with them, after trying every detector on the right answers. */
export function tallyFailures(samples: readonly FailureSample[], context: FailureContext): FailureTally {
  const reliability = failureReliability(samples, context);
  const distrusted = [...reliability.values()].filter(
    ({ firedOnGold, goldCount }) => firedOnGold > MOST_FALSE_ALARMS * goldCount,
  );
  const unreliable = new Set(distrusted.map(({ code }) => code));
  const counts = new Map<FailureCode, Counts>();
  let clean = 0;
  for (const sample of samples) {
    const { codes, primary } = classifyFailure(sample, context, unreliable);
    if (codes.length === 0) clean++;
    for (const code of codes)
      count(countsOf(code, counts), { id: sample.id, code, codes, isPrimary: code === primary });
  }
  const n = samples.length;
  const rows = FAILURE_CODES.flatMap((code): FailureRow[] => {
    const own = counts.get(code);
    const trust = reliability.get(code);
    return own === undefined || trust === undefined ? [] : [rowOf(code, own, { n, reliability: trust })];
  });
  return {
    n,
    clean: proportion(clean, n),
    rows,
    unreliable: [...reliability.values()].filter(({ reliable }) => !reliable),
  };
}

function countsOf(code: FailureCode, counts: Map<FailureCode, Counts>): Counts {
  const known = counts.get(code);
  if (known !== undefined) return known;
  const made: Counts = { any: 0, primary: 0, ids: [], primaryIds: [], together: new Map() };
  counts.set(code, made);
  return made;
}

function count(
  counts: Counts,
  { id, code, codes, isPrimary }: { id: string; code: FailureCode; codes: readonly FailureCode[]; isPrimary: boolean },
): void {
  counts.any++;
  if (counts.ids.length < MOST_IDS) counts.ids.push(id);
  if (isPrimary) {
    counts.primary++;
    if (counts.primaryIds.length < MOST_IDS) counts.primaryIds.push(id);
  }
  for (const other of codes) if (other !== code) counts.together.set(other, (counts.together.get(other) ?? 0) + 1);
}

function rowOf(
  code: FailureCode,
  counts: Counts,
  { n, reliability }: { n: number; reliability: Reliability },
): FailureRow {
  const [companion] = [...counts.together].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return {
    code,
    any: proportion(counts.any, n),
    primary: proportion(counts.primary, n),
    ...{ ids: counts.ids, primaryIds: counts.primaryIds, with: companion?.[0] ?? null, reliability },
  };
}
