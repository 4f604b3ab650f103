import { numberList } from '../../lib/number-list.ts';
import { type Proportion, proportion } from '../proportion.ts';
import { classifyFailure } from './classify-failure.ts';
import { FAILURE_CODES, type FailureCode } from './failure-code.ts';
import type { FailureContext } from './failure-context.ts';
import { MOST_GOLD, type Reliability, reliabilityTally } from './failure-reliability.ts';
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

/** Classifies all predictions, after trying every detector on the right answers. */
export function tallyFailures(samples: readonly FailureSample[], context: FailureContext): FailureTally {
  const tally = failureTally(context, Math.max(1, Math.ceil(samples.length / MOST_GOLD)));
  for (const sample of samples) tally.add(sample);
  return tally.result((row) => samples[row]?.id ?? '');
}

export interface StreamedFailures {
  readonly add: (sample: FailureSample) => void;
  /** `idAt`: the id of the row with this number, from 0 in the order in which they came. */
  readonly result: (idAt: IdAt) => FailureTally;
}

type IdAt = (row: number) => string;

/**
 * Classifies predictions that come one by one. Which detectors can be trusted on this data is known when all right answers were seen, and
 * decides which code of a row is its primary one; so the codes of every row are kept until then, in the four bytes of a bit set.
 * The right answer of one row in `every` is tried.
 */
export function failureTally(context: FailureContext, every: number): StreamedFailures {
  const reliability = reliabilityTally(context, every);
  const sets = numberList('whole');
  return {
    add: (sample) => {
      reliability.add(sample);
      sets.add(setOf(classifyFailure(sample, context).codes));
    },
    result: (idAt) => resultOf(sets.values(), idAt, reliability.result()),
  };
}

const BITS: ReadonlyMap<FailureCode, number> = new Map(FAILURE_CODES.map((code, place) => [code, 1 << place]));

function setOf(codes: readonly FailureCode[]): number {
  return codes.reduce((set, code) => set | (BITS.get(code) ?? 0), 0);
}

function codesOf(set: number): FailureCode[] {
  return FAILURE_CODES.filter((_, place) => (set & (1 << place)) !== 0);
}

interface Counts {
  any: number;
  primary: number;
  readonly ids: string[];
  readonly primaryIds: string[];
  readonly together: Map<FailureCode, number>;
}

function resultOf(
  sets: Iterable<number> & { readonly length: number },
  idAt: IdAt,
  reliability: ReadonlyMap<FailureCode, Reliability>,
): FailureTally {
  const n = sets.length;
  const { counts, clean, failed } = countAll(sets, idAt, distrusted(reliability));
  const rows = FAILURE_CODES.flatMap((code): FailureRow[] => {
    const own = counts.get(code);
    const trust = reliability.get(code);
    return own === undefined || trust === undefined ? [] : [rowOf(code, own, { n, reliability: trust })];
  });
  const unreliable = [...reliability.values()].filter(({ reliable }) => !reliable);
  return { n, clean: { ...proportion(clean, n), otherIds: failed }, rows, unreliable };
}

function distrusted(reliability: ReadonlyMap<FailureCode, Reliability>): ReadonlySet<FailureCode> {
  const often = [...reliability.values()].filter(
    ({ firedOnGold, goldCount }) => firedOnGold > MOST_FALSE_ALARMS * goldCount,
  );
  return new Set(often.map(({ code }) => code));
}

function countAll(
  sets: Iterable<number>,
  idAt: IdAt,
  unreliable: ReadonlySet<FailureCode>,
): { readonly counts: ReadonlyMap<FailureCode, Counts>; readonly clean: number; readonly failed: readonly string[] } {
  const counts = new Map<FailureCode, Counts>();
  const failed: string[] = [];
  let row = 0;
  let clean = 0;
  for (const set of sets) {
    const codes = codesOf(set);
    if (codes.length === 0) clean++;
    else if (failed.length < MOST_IDS) failed.push(idAt(row));
    const primary = codes.find((code) => !unreliable.has(code));
    for (const code of codes) {
      const own: Counts = counts.get(code) ?? { any: 0, primary: 0, ids: [], primaryIds: [], together: new Map() };
      counts.set(code, own);
      own.any++;
      if (own.ids.length < MOST_IDS) own.ids.push(idAt(row));
      if (code === primary && own.primary++ < MOST_IDS) own.primaryIds.push(idAt(row));
      for (const other of codes) if (other !== code) own.together.set(other, (own.together.get(other) ?? 0) + 1);
    }
    row++;
  }
  return { counts, clean, failed };
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
