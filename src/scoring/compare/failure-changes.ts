import { benjaminiHochberg } from '../../lib/statistics/benjamini-hochberg.ts';
import { mcNemar } from '../../lib/statistics/mc-nemar.ts';
import { classifyFailure } from '../failures/classify-failure.ts';
import { FAILURE_CODES, type FailureCode } from '../failures/failure-code.ts';
import { type FailureContext, failureContext, MOST_ANSWERS } from '../failures/failure-context.ts';
import type { FailureSample } from '../failures/failure-sample.ts';
import { goldTextOf } from '../failures/gold-text-of.ts';
import { oneGold } from '../one-gold.ts';
import type { Task } from '../task.ts';
import type { PredictionList } from './comparison.ts';
import { idCount } from './pair-tally.ts';

/** One way to fail in two runs. Rows may fail in several. */
export interface FailureChange {
  readonly code: FailureCode;
  /** Rows that fail so in each run. */
  readonly first: number;
  readonly second: number;
  /** Of those, the rows that fail so in one run only: no longer, or newly. */
  readonly gone: PredictionList;
  readonly added: PredictionList;
  /**
   * McNemar on the rows that changed, by Benjamini–Hochberg over the codes where it can be decided; null elsewhere, and where rows belong
   * to groups and are not independent.
   */
  readonly q: number | null;
}

/** Both answers to one row. Where only one says what is right, it says so for both. */
export interface SamplePair {
  readonly first: FailureSample;
  readonly second: FailureSample;
}

export interface FailureChangeTally {
  readonly add: (pair: SamplePair) => void;
  /** Codes that occur in either run, in order of precedence. */
  readonly result: () => readonly FailureChange[];
}

/** 64 MB of answers and prompts of the first pairs, from which the detectors learn what right answers look like. */
const HEAD_UNITS = 32 * 1024 * 1024;
const MOST_IDS = 1_000;

/**
 * Names what is wrong with both answers of every pair (spec/evaluation.md 2.8). The first pairs are kept until the detectors have learnt
 * from them.
 */
export function failureChanges(task: Task, grouped: boolean): FailureChangeTally {
  const table = new Map<FailureCode, Counts>();
  let head: SamplePair[] = [];
  let units = 0;
  let context: FailureContext | undefined;
  const learn = (): FailureContext => {
    const learnt = learnFrom(head, task);
    for (const pair of head) count(table, pair, learnt);
    head = [];
    return learnt;
  };
  return {
    add: (given) => {
      const pair = withOneGold(given, task);
      if (context !== undefined) {
        count(table, pair, context);
        return;
      }
      head.push(pair);
      units += unitsOf(pair.first) + unitsOf(pair.second);
      if (head.length >= MOST_ANSWERS || units >= HEAD_UNITS) context = learn();
    },
    result: () => {
      context ??= learn();
      return changesOf(table, grouped);
    },
  };
}

function withOneGold({ first, second }: SamplePair, task: Task): SamplePair {
  const right = oneGold(first, second, task);
  return { first: { ...first, ...right }, second: { ...second, ...right } };
}

function unitsOf({ output, target = '', prompts = [] }: FailureSample): number {
  return prompts.reduce((sum, prompt) => sum + prompt.length, output.length + target.length);
}

function learnFrom(pairs: readonly SamplePair[], task: Task): FailureContext {
  return failureContext({
    task,
    prompts: pairs.flatMap(({ first: { prompts = [] } }) => prompts.slice(0, 1)),
    answers: pairs.flatMap(({ first }) => {
      const text = goldTextOf(first, task);
      return text === null ? [] : [{ text }];
    }),
  });
}

interface Counts {
  both: number;
  readonly gone: ReturnType<typeof idCount>;
  readonly added: ReturnType<typeof idCount>;
}

function count(table: Map<FailureCode, Counts>, { first, second }: SamplePair, context: FailureContext): void {
  const before = classifyFailure(first, context).codes;
  const after = isSameAnswer(first, second) ? before : classifyFailure(second, context).codes;
  for (const code of new Set([...before, ...after])) {
    const counts = table.get(code) ?? { both: 0, gone: idCount(MOST_IDS), added: idCount(MOST_IDS) };
    table.set(code, counts);
    if (!after.includes(code)) counts.gone.add(first.id);
    else if (before.includes(code)) counts.both++;
    else counts.added.add(first.id);
  }
}

/** Most answers of two checkpoints are the same, and need not be classified twice. */
function isSameAnswer(first: FailureSample, second: FailureSample): boolean {
  if (first.output !== second.output || first.finishReason !== second.finishReason) return false;
  return first.prompts?.[0] === second.prompts?.[0];
}

function changesOf(table: ReadonlyMap<FailureCode, Counts>, grouped: boolean): readonly FailureChange[] {
  const changes = FAILURE_CODES.flatMap((code) => {
    const counts = table.get(code);
    if (counts === undefined) return [];
    const [gone, added] = [counts.gone.result(), counts.added.result()];
    const { exact, decidable } = mcNemar(gone.count, added.count);
    const p = decidable && !grouped ? exact : null;
    return [{ code, first: counts.both + gone.count, second: counts.both + added.count, gone, added, p }];
  });
  const qValues = benjaminiHochberg(changes.flatMap(({ p }) => p ?? [])).values();
  return changes.map(({ p, ...change }) => ({ ...change, q: p === null ? null : (qValues.next().value ?? null) }));
}
