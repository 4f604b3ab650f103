import type { MergeUnit, UnitOutcome } from '../adapter/merge-unit.ts';
import type { MergeProof } from '../evidence/merge-proof.ts';
import { concludeMerge } from './conclude-proof.ts';
import { type MergeProofOptions, planMergeProof } from './merge-plan.ts';
import { createProofRoom } from './merge-room.ts';
import type { MergeSources } from './merge-sources.ts';
import { proveUnit } from './merge-unit-proof.ts';
import { unknownMerge } from './unknown-merge.ts';

/** Proves units in any order, in this thread or in others, and says how many are done. */
export type ProveUnits = (units: readonly MergeUnit[]) => Promise<readonly UnitOutcome[]>;

export interface ProveOptions extends MergeProofOptions {
  /** Where the units are worked on; this thread when absent. */
  readonly proveUnits?: ProveUnits;
  /** Leaves units out where the proof must be cheap; all of them when absent. */
  readonly choose?: (units: readonly MergeUnit[]) => readonly MergeUnit[];
}

/** Units that are read at the same time: one is computed while others wait for bytes. */
const PARALLEL = 3;

/**
 * Proves from files whether `merged` is `base` + `adapter`: by how much each module's update counts, what rounding explains, and
 * which tensors disagree. Damaged and missing files give the verdict `unknown` with the reason, never an exception.
 */
export async function proveMerge(sources: MergeSources, options: ProveOptions = {}): Promise<MergeProof> {
  const { choose = (units) => units, proveUnits = (units) => proveHere(sources, units) } = options;
  const plan = await planMergeProof(sources, options);
  if (!plan.ok) return unknownMerge(plan.problem.reason);
  return concludeMerge(plan.value, await proveUnits(choose(plan.value.units)));
}

async function proveHere(sources: MergeSources, units: readonly MergeUnit[]): Promise<readonly UnitOutcome[]> {
  const outcomes: UnitOutcome[] = [];
  const room = createProofRoom();
  const queue = units.values();
  const work = async (): Promise<void> => {
    for (const unit of queue) outcomes.push(await proveUnit(sources, unit, room));
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  return outcomes;
}
