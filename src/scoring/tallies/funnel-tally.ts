import { type FunnelStage, stagesOf } from '../funnel-stage.ts';
import { type Proportion, proportion } from '../proportion.ts';
import type { ScoredRow } from '../scored-row.ts';
import type { Task } from '../task.ts';
import { MOST_IDS } from './most-ids.ts';
import { type Samples, sampleTally } from './sample-tally.ts';
import { shareTally } from './share-tally.ts';

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
  const right = shareTally();
  let rows = 0;
  return {
    add: ({ id, lostAt, correctCritical }) => {
      rows++;
      if (lostAt !== null) lost.add(lostAt, id);
      right.add(id, correctCritical === null ? null : lostAt === null);
    },
    result: () => {
      let left = rows;
      const otherIds: string[] = [];
      return stagesOf(task).map((stage) => {
        const here = lost.get(stage);
        left -= here.count;
        otherIds.push(...here.ids.slice(0, MOST_IDS - otherIds.length));
        const passed = stage === 'right' ? right.result() : { ...proportion(left, rows), otherIds: [...otherIds] };
        return { stage, passed, lost: here };
      });
    },
  };
}
