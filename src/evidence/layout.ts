import type { Damage } from './damage.ts';

/** Which folder plays which part in a run. */
export type Side = 'run' | 'base' | 'served';

/** What the run folder holds, as `lockstep.yaml` says or as its usual shape tells. Paths are relative to the run folder. */
export interface Layout {
  readonly run?: string;
  readonly base?: string;
  readonly served?: string;
  readonly trainData?: string;
  readonly evalData?: string;
  readonly capture?: string;
  readonly inference?: string;
  readonly predictions?: string;
  readonly basePredictions?: string;
  /** True when `lockstep.yaml` named them, false when the folder's shape did. */
  readonly configured: boolean;
  /** Number of files listed below the run folder, and whether the listing was cut at its limit. */
  readonly files: number;
  readonly listingCut: boolean;
  /** Everything that was found but could not be used, in whichever file: bad lines, unknown keys, links out of the folder. */
  readonly damage: readonly Damage[];
}
