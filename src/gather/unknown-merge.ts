import type { MergeProof } from '../evidence/merge-proof.ts';

/** A proof that could not begin. */
export function unknownMerge(because: string): MergeProof {
  return {
    verdict: 'unknown',
    because,
    modules: [],
    untrained: false,
    disagreeing: [],
    untouched: { compared: 0, equal: 0, different: [] },
    missing: [],
    added: [],
    reshaped: [],
    problems: [],
    reading: { exact: false, tensorsRead: 0, tensors: 0, bytesRead: 0, bytesTotal: 0, unseenShare: 1 },
  };
}
