import type { FunnelStage } from './funnel-stage.ts';
import type { Rung } from './parse-ladder.ts';
import { reachedLimit } from './reached-limit.ts';
import type { PredictionRow } from './scored-row.ts';

/** What is known of the later stages; null where it cannot be judged, which never loses an answer. */
export interface LaterStages {
  readonly rung: Rung;
  readonly strict: boolean | null;
  readonly keys: boolean | null;
  readonly values: boolean | null;
  readonly right: boolean | null;
}

/** The first stage of the contract funnel that an answer does not pass. */
export function lostAt(row: PredictionRow, { rung, strict, keys, values, right }: LaterStages): FunnelStage | null {
  if (row.answered === false || row.finishReason?.toLowerCase() === 'error') return 'answered';
  if (rung === 'empty') return 'not-empty';
  if (isCut(row, rung, strict)) return 'not-cut';
  if (strict === false) return 'strict';
  if (keys === false) return 'keys';
  if (values === false) return 'values';
  return right === false ? 'right' : null;
}

/** An answer that is complete on its own was not cut, even if the limit happened to end it there. Of free text nobody can tell. */
function isCut({ finishReason }: PredictionRow, rung: Rung, strict: boolean | null): boolean {
  if (rung === 'truncated') return true;
  return strict !== true && reachedLimit(finishReason ?? null);
}
