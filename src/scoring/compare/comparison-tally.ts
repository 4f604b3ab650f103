import { mcNemar } from '../../lib/statistics/mc-nemar.ts';
import { type SignFlipTest, signFlipTest } from '../../lib/statistics/sign-flip-test.ts';
import { oneGold } from '../one-gold.ts';
import { proportion } from '../proportion.ts';
import { scoreRow } from '../score-row.ts';
import type { ScoredRow } from '../scored-row.ts';
import type { Task } from '../task.ts';
import type { Compared, Comparison, ComparisonVerdict } from './comparison.ts';
import { type ComparedUnits, detectableOf } from './detectable-of.ts';
import { gradeTally } from './grade-tally.ts';
import { type AnswerPair, type Ids, idCount, type MismatchKind, pairTally, type Unpaired } from './pair-tally.ts';

export interface CompareOptions {
  readonly task: Task;
  /** Mismatches to compare in spite of. Duplicate ids and no common ids cannot be accepted: there is no pair then. */
  readonly accept?: readonly Exclude<MismatchKind, 'duplicate-ids' | 'no-common-ids'>[];
  /** Whether pairs say what they were drawn from; then groups are tested, and not rows. */
  readonly grouped?: boolean;
}

/** What became of a row from the first run to the second. */
export type PairOutcome = 'fixed' | 'broken' | 'both-right' | 'both-wrong' | 'unjudged';

export interface ComparisonTally {
  /** Says what the pair is, for callers who show it. */
  readonly add: (pair: AnswerPair) => PairOutcome;
  readonly result: (unpaired: Unpaired) => Comparison;
}

/** The usual level; the verdict names p, so that anybody may hold it against another one. */
const LEVEL = 0.05;
const MOST_IDS = 1_000;

/**
 * Compares two runs on the same rows, pair by pair (spec/evaluation.md 1.14): who fixed what, who broke what, and whether more than chance
 * lies between them. Refuses when rows, gold or prompts differ, unless `accept` names it. Memory holds some bytes of each pair.
 */
export function comparisonTally({ task, accept = [], grouped = false }: CompareOptions): ComparisonTally {
  const pairs = pairTally();
  const ids = {
    ...{ fixed: idCount(MOST_IDS), broken: idCount(MOST_IDS) },
    ...{ 'both-right': idCount(MOST_IDS), 'both-wrong': idCount(MOST_IDS) },
  };
  const groups = grouped ? new Map<string, number>() : null;
  const grades = gradeTally(task);
  let n = 0;
  return {
    add: (pair) => {
      pairs.add(pair);
      const judged = judge(pair, task);
      if (judged === null) return 'unjudged';
      n++;
      const outcome = outcomeOf(judged);
      ids[outcome].add(pair.first.id);
      const group = pair.group ?? `row\n${n}`;
      groups?.set(group, (groups.get(group) ?? 0) + GAIN[outcome]);
      grades.add(pair.first.id, judged, grouped ? group : undefined);
      return outcome;
    },
    result: (unpaired) => {
      const mismatches = pairs.result(unpaired);
      const accepted: ReadonlySet<MismatchKind> = new Set(accept);
      if (mismatches.some(({ kind }) => !accepted.has(kind))) return { kind: 'refused', mismatches };
      return {
        ...comparedOf({ fixed: ids.fixed.result(), broken: ids.broken.result(), n, groups }),
        ...bothOf(ids['both-right'].result(), ids['both-wrong'].result()),
        first: proportion(ids['both-right'].result().count + ids.broken.result().count, n),
        second: proportion(ids['both-right'].result().count + ids.fixed.result().count, n),
        unjudged: pairs.pairs() - n,
        graded: grades.result(),
        accepted: mismatches,
        promptsUnknown: pairs.promptsUnknown(),
      };
    },
  };
}

type Both = Pick<Compared, 'bothRight' | 'bothWrong' | 'idsOfBothRight' | 'idsOfBothWrong'>;

function bothOf(right: Ids, wrong: Ids): Both {
  return {
    ...{ bothRight: right.count, idsOfBothRight: right.ids },
    ...{ bothWrong: wrong.count, idsOfBothWrong: wrong.ids },
  };
}

interface Changes extends Pick<Compared, 'fixed' | 'broken' | 'n'> {
  /** Rows fixed less rows broken of every group; null where rows are tested. */
  readonly groups: ReadonlyMap<string, number> | null;
}

type Tested = Pick<Compared, 'kind' | 'n' | 'fixed' | 'broken' | 'test' | 'groupTest' | 'detectable' | 'verdict'>;

/** Tests what changed, and says what could have been found. */
function comparedOf({ fixed, broken, n, groups }: Changes): Tested {
  const rows = mcNemar(broken.count, fixed.count);
  const groupTest = groups === null ? null : signFlipTest([...groups.values()]);
  const gain = fixed.count - broken.count;
  const units: TestedUnits =
    groups === null
      ? { n, moved: fixed.count + broken.count, gain, what: 'rows' }
      : { n: groups.size, moved: countMoved(groups), gain, what: 'groups' };
  return {
    ...{ kind: 'compared', n, fixed, broken, test: groups === null ? rows : null, groupTest },
    detectable: detectableOf(units),
    verdict: verdictOf(units, groupTest ?? { p: rows.exact, decidable: rows.decidable }),
  };
}

interface JudgedPair {
  readonly first: ScoredRow;
  readonly second: ScoredRow;
}

/** Null where neither run says what is right. */
function judge({ first, second, readings }: AnswerPair, task: Task): JudgedPair | null {
  const right = oneGold(first, second, task);
  const one = scoreRow({ ...first, ...right }, task, readings?.first);
  const other = scoreRow({ ...second, ...right }, task, readings?.second);
  return one.correctOurs === null || other.correctOurs === null ? null : { first: one, second: other };
}

const GAIN = { fixed: 1, broken: -1, 'both-right': 0, 'both-wrong': 0 } as const;

function outcomeOf({ first, second }: JudgedPair): keyof typeof GAIN {
  if (first.correctOurs === second.correctOurs) return first.correctOurs === true ? 'both-right' : 'both-wrong';
  return second.correctOurs === true ? 'fixed' : 'broken';
}

function countMoved(groups: ReadonlyMap<string, number>): number {
  let moved = 0;
  for (const gain of groups.values()) if (gain !== 0) moved++;
  return moved;
}

type TestedUnits = ComparedUnits & { readonly what: 'rows' | 'groups' };

function verdictOf(
  { n, moved, gain, what }: TestedUnits,
  { p, decidable }: Pick<SignFlipTest, 'p' | 'decidable'>,
): ComparisonVerdict {
  if (n === 0) return { state: 'cannot-decide', because: 'no row was answered by both runs and can be judged' };
  if (!decidable) {
    const changed = `${moved === 0 ? 'none' : `only ${moved}`} of ${n} ${what} changed sides`;
    const because = `${changed}, and fewer than six may all have changed by luck (p cannot fall below 0.05)`;
    return { state: 'cannot-decide', because };
  }
  if (p >= LEVEL) return { state: 'no-difference-shown', p };
  return { state: gain > 0 ? 'better' : 'worse', p };
}
