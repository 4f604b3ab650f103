import { type Proportion, proportion } from '../proportion.ts';
import { MOST_IDS } from './most-ids.ts';

/** Counts how many of the judged rows something is true of. */
export interface ShareTally {
  /** Null: not judged, so not in the denominator. */
  readonly add: (id: string, verdict: boolean | null) => void;
  readonly result: () => Proportion;
}

export function shareTally(): ShareTally {
  const ids: string[] = [];
  const otherIds: string[] = [];
  let count = 0;
  let of = 0;
  return {
    add: (id, verdict) => {
      if (verdict === null) return;
      of++;
      if (verdict) count++;
      const list = verdict ? ids : otherIds;
      if (list.length < MOST_IDS) list.push(id);
    },
    result: () => ({ ...proportion(count, of), ids: [...ids], otherIds: [...otherIds] }),
  };
}
