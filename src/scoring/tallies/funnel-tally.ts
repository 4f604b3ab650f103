import { type FunnelStage, stagesOf } from '../funnel-stage.ts';
import { type Proportion, proportion } from '../proportion.ts';
import type { ScoredRow } from '../scored-row.ts';
import type { Task } from '../task.ts';
import { type Samples, sampleTally } from './sample-tally.ts';

/** One stage of the contract funnel. */
export interface FunnelStep {
  readonly stage: FunnelStage;
  /** Rows that pass this stage and all before it, of all rows; of the last stage, of those with gold. */
  readonly passed: Proportion;
  /** Rows that fail here, having passed all before. */
  readonly lost: Samples;
}

export interface FunnelTally {
  readonly add: (row: ScoredRow) => void;
  readonly result: () => readonly FunnelStep[];
}

/** How far answers get on the way to being usable. */
export function funnelTally(task: Task): FunnelTally {
  const lost = sampleTally<FunnelStage>();
  let rows = 0;
  let judged = 0;
  let passedAll = 0;
  return {
    add: ({ id, lostAt, correctCritical }) => {
      rows++;
      if (lostAt !== null) lost.add(lostAt, id);
      if (correctCritical === null) return;
      judged++;
      if (lostAt === null) passedAll++;
    },
    result: () => {
      let left = rows;
      return stagesOf(task).map((stage) => {
        const here = lost.get(stage);
        left -= here.count;
        const passed = stage === 'right' ? proportion(passedAll, judged) : proportion(left, rows);
        return { stage, passed, lost: here };
      });
    },
  };
}
