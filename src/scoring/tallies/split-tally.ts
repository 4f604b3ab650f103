import { RUNGS, type Rung } from '../parse-ladder.ts';
import type { Proportion } from '../proportion.ts';
import { RECORDED_KINDS, type Recorded } from '../recorded-verdict.ts';
import type { ScoredRow } from '../scored-row.ts';
import type { Task } from '../task.ts';
import { type FunnelStep, funnelTally } from './funnel-tally.ts';
import { recordOf } from './record-of.ts';
import { sampleTally } from './sample-tally.ts';
import { shareTally } from './share-tally.ts';

/** What every kind of task has, for all rows or for those of one split. */
export interface SplitScore {
  /** Null: all rows. */
  readonly split: string | null;
  readonly n: number;
  /** What the user's evaluator counted, over rows with gold and a recorded prediction. */
  readonly recorded: Proportion;
  /** Ours over all rows with gold: a failure is wrong. */
  readonly ours: Proportion;
  /** Ours over the rows that an answer could be read from. */
  readonly oursParseable: Proportion;
  /** What a strict production parser would get right, over all rows with gold. */
  readonly strict: Proportion;
  /** Output equal to the training target, over rows that have one. */
  readonly exactTarget: Proportion;
  /** How far answers get on the way to being usable. */
  readonly funnel: readonly FunnelStep[];
  readonly rungs: Readonly<Record<Rung, number>>;
  readonly idsByRung: Readonly<Record<Rung, readonly string[]>>;
  readonly recordedKinds: Readonly<Record<Recorded['kind'], number>>;
  readonly idsByRecordedKind: Readonly<Record<Recorded['kind'], readonly string[]>>;
}

export interface SplitTally {
  readonly add: (row: ScoredRow) => void;
  readonly result: (split: string | null) => SplitScore;
}

/** Sums up what every kind of task has. */
export function splitTally(task: Task): SplitTally {
  const shares = {
    recorded: shareTally(),
    ours: shareTally(),
    parseable: shareTally(),
    strict: shareTally(),
    target: shareTally(),
  };
  const funnel = funnelTally(task);
  const rungs = sampleTally<Rung>();
  const kinds = sampleTally<Recorded['kind']>();
  let n = 0;
  return {
    add: (row) => {
      n++;
      shares.recorded.add(row.id, row.correctRecorded);
      shares.ours.add(row.id, row.correctOurs);
      shares.parseable.add(row.id, isParseable(row) ? row.correctOurs : null);
      shares.strict.add(row.id, row.correctStrict);
      shares.target.add(row.id, row.exactTarget);
      funnel.add(row);
      rungs.add(row.rung, row.id);
      kinds.add(row.recorded.kind, row.id);
    },
    result: (split) => ({
      ...{ split, n, funnel: funnel.result() },
      recorded: shares.recorded.result(),
      ours: shares.ours.result(),
      oursParseable: shares.parseable.result(),
      strict: shares.strict.result(),
      exactTarget: shares.target.result(),
      rungs: recordOf(RUNGS, (rung) => rungs.get(rung).count),
      idsByRung: recordOf(RUNGS, (rung) => rungs.get(rung).ids),
      recordedKinds: recordOf(RECORDED_KINDS, (kind) => kinds.get(kind).count),
      idsByRecordedKind: recordOf(RECORDED_KINDS, (kind) => kinds.get(kind).ids),
    }),
  };
}

function isParseable(row: ScoredRow): boolean {
  if (row.extraction !== null) return row.extraction.state === 'class';
  const unread = row.fields.length > 0 && row.fields.every(({ outcome }) => outcome === 'unparsed');
  return row.rung !== 'empty' && !unread;
}
