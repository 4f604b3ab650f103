import { type Proportion, proportion } from './proportion.ts';

/** Columns of the confusion matrix that are not classes: a failure is never counted as one. */
const FAILURE_COLUMNS = ['parse failure', 'not a class'] as const;
export type FailureColumn = (typeof FAILURE_COLUMNS)[number];

/** Rows with usable gold: what they are, and what was read from the answer (null: see `failure`). */
export interface ClassPair {
  readonly gold: string;
  readonly predicted: string | null;
  readonly failure: FailureColumn | null;
  /** How many rows this stands for; 1 when absent. */
  readonly count?: number;
}

export interface PerClass {
  readonly class: string;
  /** Rows whose gold class it is. */
  readonly support: number;
  readonly predicted: number;
  readonly correct: number;
  /** `correct` of `predicted` and of `support`; null when the class is never predicted (precision) or never gold (recall). */
  readonly precision: number | null;
  readonly recall: number | null;
  /** 2 `correct` of `support` + `predicted`. 0 for a class that occurs but is never predicted; null for one that does neither. */
  readonly f1: number | null;
}

export interface ClassMetrics {
  readonly perClass: readonly PerClass[];
  /** Rows with usable gold, the denominator of what follows; the means are over the `goldClasses` classes that occur among them. */
  readonly judged: number;
  readonly goldClasses: number;
  /** Null without rows. */
  readonly macroF1: number | null;
  readonly balancedAccuracy: number | null;
  /** Gorodkin's R_K with the failures as columns of their own; 0 when gold or predictions are constant. Null without rows. */
  readonly mcc: number | null;
  /** What always answering the most frequent gold class would score; null without rows. */
  readonly majority: { readonly class: string; readonly accuracy: Proportion } | null;
  /** Rows are gold classes, columns classes and then the failures. Null beyond 100 classes. */
  readonly confusion: { readonly columns: readonly string[]; readonly counts: readonly (readonly number[])[] } | null;
}

/** A larger matrix can neither be shown nor read. */
const LARGEST_MATRIX = 100;

/** Per-class and summary metrics of rows with usable gold. Definitions: spec/evaluation.md 1.9. */
export function classMetrics(pairs: readonly ClassPair[], classes: readonly string[]): ClassMetrics {
  const gold = countBy(pairs, (pair) => pair.gold);
  const columns = countBy(pairs, columnOf);
  const predicted = countBy(pairs, (pair) => pair.predicted);
  const correct = countBy(pairs, (pair) => (pair.predicted === pair.gold ? pair.gold : null));
  const perClass = classes.map((name) =>
    perClassOf(name, [gold.get(name) ?? 0, predicted.get(name) ?? 0, correct.get(name) ?? 0]),
  );
  const occurring = perClass.filter(({ support }) => support > 0);
  const judged = sum(gold.values());
  return {
    ...{ perClass, judged, goldClasses: occurring.length },
    macroF1: mean(occurring.map(({ f1 }) => f1 ?? 0)),
    balancedAccuracy: mean(occurring.map(({ recall }) => recall ?? 0)),
    mcc: judged === 0 ? null : matthews(judged, { gold, columns, correct }),
    majority: majorityOf(occurring, judged),
    confusion: classes.length > LARGEST_MATRIX ? null : confusionOf(pairs, classes),
  };
}

/** Classes and failures share one namespace here, so a class that is called "parse failure" must not meet the column. */
function columnOf(pair: ClassPair): string {
  return pair.predicted === null ? `failure:${pair.failure}` : `class:${pair.predicted}`;
}

function perClassOf(name: string, [support, predicted, correct]: readonly [number, number, number]): PerClass {
  return {
    ...{ class: name, support, predicted, correct },
    precision: predicted === 0 ? null : correct / predicted,
    recall: support === 0 ? null : correct / support,
    f1: support + predicted === 0 ? null : (2 * correct) / (support + predicted),
  };
}

function majorityOf(occurring: readonly PerClass[], judged: number): ClassMetrics['majority'] {
  const [first, ...others] = occurring;
  if (first === undefined) return null;
  const most = others.reduce((best, one) => (one.support > best.support ? one : best), first);
  return { class: most.class, accuracy: proportion(most.support, judged) };
}

interface Tallies {
  readonly gold: ReadonlyMap<string, number>;
  readonly columns: ReadonlyMap<string, number>;
  readonly correct: ReadonlyMap<string, number>;
}

function matthews(n: number, { gold, columns, correct }: Tallies): number {
  const hits = sum(correct.values());
  const goldSquares = sum([...gold.values()].map((count) => count * count));
  const columnSquares = sum([...columns.values()].map((count) => count * count));
  const overlap = sum([...gold].map(([name, count]) => count * (columns.get(`class:${name}`) ?? 0)));
  const spread = Math.sqrt((n * n - columnSquares) * (n * n - goldSquares));
  return spread === 0 ? 0 : (hits * n - overlap) / spread;
}

function confusionOf(pairs: readonly ClassPair[], classes: readonly string[]): ClassMetrics['confusion'] {
  const place = new Map(classes.map((name, index) => [name, index]));
  const counts = classes.map(() => new Array<number>(classes.length + FAILURE_COLUMNS.length).fill(0));
  for (const { gold, predicted, failure, count = 1 } of pairs) {
    const row = counts[place.get(gold) ?? -1];
    const failed = classes.length + FAILURE_COLUMNS.indexOf(failure ?? 'not a class');
    const column = predicted === null ? failed : place.get(predicted);
    if (row !== undefined && column !== undefined) row[column] = (row[column] ?? 0) + count;
  }
  return { columns: [...classes, ...FAILURE_COLUMNS], counts };
}

function countBy(pairs: readonly ClassPair[], key: (pair: ClassPair) => string | null): Map<string, number> {
  const counts = new Map<string, number>();
  for (const pair of pairs) {
    const name = key(pair);
    if (name !== null) counts.set(name, (counts.get(name) ?? 0) + (pair.count ?? 1));
  }
  return counts;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : sum(values) / values.length;
}
