import { bootstrapInterval } from '../../lib/statistics/bootstrap-interval.ts';
import { detectableDifference } from '../../lib/statistics/detectable-difference.ts';
import { mcNemar } from '../../lib/statistics/mc-nemar.ts';
import { type SignFlipTest, signFlipTest } from '../../lib/statistics/sign-flip-test.ts';
import { proportion } from '../proportion.ts';
import { scoreRow } from '../score-row.ts';
import type { ScoredRow } from '../scored-row.ts';
import type { Task } from '../task.ts';
import { assumedDifferences } from './assumed-differences.ts';
import type { Comparison, ComparisonVerdict, Detectable, GradedComparison, PredictionList } from './comparison.ts';
import { type ComparedRun, type MismatchKind, type Pairing, pairPredictions } from './pair-predictions.ts';

export interface CompareOptions {
  readonly task: Task;
  /** Mismatches to compare in spite of. Duplicate ids and no common ids cannot be accepted: there is no pair then. */
  readonly accept?: readonly Exclude<MismatchKind, 'duplicate-ids' | 'no-common-ids'>[];
  /** Prediction id to what it was drawn from (patient, document, image): rows of one group are no independent evidence. */
  readonly groups?: ReadonlyMap<string, string>;
}

/** The usual level; the verdict names p, so that anybody may hold it against another one. */
const LEVEL = 0.05;
const MOST_IDS = 1_000;

interface JudgedPair {
  readonly id: string;
  readonly group: string;
  readonly first: ScoredRow;
  readonly second: ScoredRow;
}

/**
 * Compares two runs on the same rows, row by row (spec/evaluation.md 1.14): who fixed what, who broke what, and whether more than
 * chance lies between them. Refuses when rows, gold or prompts differ, unless `accept` names it.
 */
export function comparePredictions(first: ComparedRun, second: ComparedRun, options: CompareOptions): Comparison {
  const pairing = pairPredictions(first, second);
  const accept: ReadonlySet<MismatchKind> = new Set(options.accept ?? []);
  if (pairing.mismatches.some(({ kind }) => !accept.has(kind)))
    return { kind: 'refused', mismatches: pairing.mismatches };
  const judged = judge(pairing, options);
  const right = judged.filter((pair) => pair.first.correctOurs === true && pair.second.correctOurs === true);
  const fixed = judged.filter((pair) => pair.first.correctOurs === false && pair.second.correctOurs === true);
  const broken = judged.filter((pair) => pair.first.correctOurs === true && pair.second.correctOurs === false);
  const n = judged.length;
  const rows = mcNemar(broken.length, fixed.length);
  const units = options.groups === undefined ? judged.map(correctness) : byGroup(judged, correctness);
  const groupTest = options.groups === undefined ? null : signFlipTest(units);
  return {
    kind: 'compared',
    ...{ n, unjudged: pairing.pairs.length - n, bothRight: right.length },
    bothWrong: n - right.length - fixed.length - broken.length,
    first: proportion(right.length + broken.length, n),
    second: proportion(right.length + fixed.length, n),
    ...{ fixed: listOf(fixed), broken: listOf(broken) },
    ...{ test: groupTest === null ? rows : null, groupTest },
    graded: gradedComparison(judged, options.task),
    detectable: detectableOf(units),
    verdict: verdictOf(
      { n, gain: fixed.length - broken.length },
      groupTest ?? { p: rows.exact, decidable: rows.decidable },
    ),
    accepted: pairing.mismatches,
    promptsUnknown: pairing.pairs.filter(({ id }) => !(first.prompts?.has(id) && second.prompts?.has(id))).length,
  };
}

function judge({ pairs }: Pairing, { task, groups }: CompareOptions): readonly JudgedPair[] {
  return pairs.flatMap(({ id, first, second }): JudgedPair[] => {
    // One gold for both: where a run did not record it, the other's is used.
    const gold = first.gold ?? second.gold;
    const target = first.target ?? second.target;
    const scored = [first, second].map((row) => scoreRow({ ...row, gold, target }, task));
    const [one, other] = scored;
    if (one === undefined || other === undefined || one.correctOurs === null || other.correctOurs === null) return [];
    return [{ id, group: groups?.get(id) ?? `row\n${id}`, first: one, second: other }];
  });
}

function correctness({ first, second }: JudgedPair): number {
  return Number(second.correctOurs === true) - Number(first.correctOurs === true);
}

function byGroup(pairs: readonly JudgedPair[], difference: (pair: JudgedPair) => number): readonly number[] {
  const sums = new Map<string, number>();
  for (const pair of pairs) sums.set(pair.group, (sums.get(pair.group) ?? 0) + difference(pair));
  return [...sums.values()];
}

function gradedComparison(pairs: readonly JudgedPair[], task: Task): GradedComparison | null {
  if (task.kind === 'classify') return null;
  const graded = pairs.flatMap((pair) => {
    const [first, second] = [gradeOf(pair.first), gradeOf(pair.second)];
    return first === null || second === null ? [] : [{ ...pair, grades: [first, second] as const }];
  });
  if (graded.length === 0) return null;
  const groups = new Map<string, { sum: number; rows: number }>();
  for (const { group, grades } of graded) {
    const known = groups.get(group) ?? { sum: 0, rows: 0 };
    groups.set(group, { sum: known.sum + grades[1] - grades[0], rows: known.rows + 1 });
  }
  const units = [...groups.values()];
  return {
    score: task.kind === 'extract' ? 'right fields' : 'similarity',
    n: graded.length,
    first: mean(graded.map(({ grades }) => grades[0])),
    second: mean(graded.map(({ grades }) => grades[1])),
    difference: bootstrapInterval(units, meanOfRows),
    test: signFlipTest(units.map(({ sum }) => sum)),
  };
}

/** Mean over rows, so that a group of many rows weighs as many. */
function meanOfRows(groups: readonly { readonly sum: number; readonly rows: number }[]): number {
  let [sum, rows] = [0, 0];
  for (const group of groups) {
    sum += group.sum;
    rows += group.rows;
  }
  return sum / rows;
}

/** Share of right fields, or similarity of the whole text. An answer that cannot be read has no field right. */
function gradeOf({ fields, similarity }: ScoredRow): number | null {
  if (fields.length === 0) return similarity;
  return fields.filter(({ outcome }) => outcome === 'TP' || outcome === 'TN').length / fields.length;
}

/** `units`: differences of rows or, where rows belong to groups, of groups: as many pieces of evidence as there really are. */
function detectableOf(units: readonly number[]): Detectable {
  const n = units.length;
  const moved = units.filter((difference) => difference !== 0).length;
  const discordant = n === 0 ? 0 : moved / n;
  const after = { discordant, difference: detectableDifference({ kind: 'paired', n, discordant }) };
  return { before: assumedDifferences(n), after };
}

function verdictOf(
  { n, gain }: { n: number; gain: number },
  { p, decidable }: Pick<SignFlipTest, 'p' | 'decidable'>,
): ComparisonVerdict {
  if (n === 0) return { state: 'cannot-decide', because: 'no row was answered by both runs and can be judged' };
  if (!decidable)
    return { state: 'cannot-decide', because: 'fewer than six rows were answered rightly by exactly one of the runs' };
  if (p >= LEVEL || gain === 0) return { state: 'no-difference-shown', p };
  return { state: gain > 0 ? 'better' : 'worse', p };
}

function listOf(pairs: readonly JudgedPair[]): PredictionList {
  return { count: pairs.length, ids: pairs.slice(0, MOST_IDS).map(({ id }) => id) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
