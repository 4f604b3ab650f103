import type { Effort } from '../measures/ratio-units.ts';
import type { ScoredRow } from '../scored-row.ts';
import type { FreeTask } from '../task.ts';
import { type Rate, rateTally } from './rate-tally.ts';
import { type Samples, sampleTally } from './sample-tally.ts';
import { type SplitScore, splitTally } from './split-tally.ts';

export interface FreeSplit extends SplitScore {
  /** Mean over rows with a gold text or a target: 1 - edit distance / length of the longer text. `ours` is the exact match. */
  readonly similarity: Rate;
  /** Texts too long to compare; not in `similarity`. */
  readonly tooLong: Samples;
}

export interface FreeTally {
  readonly add: (row: ScoredRow) => void;
  readonly result: (split: string | null) => FreeSplit;
}

/** Sums up rows of free text; with intervals where `effort` allows them. */
export function freeTally(task: FreeTask, effort?: Effort): FreeTally {
  const base = splitTally(task);
  const similarity = rateTally(effort);
  const tooLong = sampleTally<'text'>();
  return {
    add: (row) => {
      base.add(row);
      if (row.similarity !== null) similarity.add(row.id, row.similarity, 1);
      else if (row.correctOurs !== null) tooLong.add('text', row.id);
    },
    result: (split) => ({ ...base.result(split), similarity: similarity.result(), tooLong: tooLong.get('text') }),
  };
}
