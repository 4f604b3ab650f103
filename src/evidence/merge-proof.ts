import type { AdapterSettings } from '../adapter/adapter-settings.ts';
import type { MergeVerdict } from '../adapter/conclude-merge.ts';
import type { KeyMap } from '../adapter/key-map.ts';
import type { FactorFacts } from '../adapter/merge-unit.ts';

/** One base tensor that the adapter changes. */
export interface ModuleProof {
  /** Path of the module or saved tensor, without `.weight`. */
  readonly name: string;
  readonly tensor: string;
  readonly verdict: MergeVerdict;
  /** <M − W, Δ> / <Δ, Δ>: 1 when merged once. NaN when the update is zero. */
  readonly kappa: number;
  readonly kappaError: number;
  /** κ of a right merge once the storage type has rounded it. */
  readonly expectedKappa: number;
  /** ‖M − W − κΔ‖ / ‖Δ‖. */
  readonly residual: number;
  /** ‖M − W − κΔ‖ / ‖W‖. */
  readonly residualOfWeight: number;
  /** ‖Δ‖ / ‖W‖. */
  readonly updateOfWeight: number;
  /** ‖Δ‖, from the rows that were read. */
  readonly updateNorm: number;
  /** Share of ‖Δ‖² that rounding to the storage type leaves out, and of values it leaves at W. */
  readonly lost: number;
  readonly unmoved: number;
  /** Share of values that are bit for bit what a right merge stores. */
  readonly exact: number;
  readonly storage: string;
  readonly notFinite: number;
  readonly factors: readonly FactorFacts[];
  /** How the values came about, best explanation first. */
  readonly stories: readonly string[];
  readonly rowsRead: number;
  readonly rows: number;
}

export interface MergeProof {
  readonly verdict: MergeVerdict;
  /** One sentence with the numbers that decide, or what could not be read. */
  readonly because: string;
  readonly modules: readonly ModuleProof[];
  /** Every update is zero: the adapter was never trained, or saved empty. */
  readonly untrained: boolean;
  /** Tensors that contradict base + adapter, adapted or not. */
  readonly disagreeing: readonly string[];
  readonly untouched: { readonly compared: number; readonly equal: number; readonly different: readonly string[] };
  /** Tensors of the base that the merge lacks, tensors that only the merge has, and those with another shape there. */
  readonly missing: readonly string[];
  readonly added: readonly string[];
  readonly reshaped: readonly string[];
  /** Parts of the adapter that cannot be proved and tensors that could not be read, with the reason. */
  readonly problems: readonly { readonly path: string; readonly reason: string }[];
  readonly keyMap?: KeyMap;
  readonly settings?: AdapterSettings;
  readonly reading: {
    readonly exact: boolean;
    /** Tensors that were read, of those that base and merge share. */
    readonly tensorsRead: number;
    readonly tensors: number;
    readonly bytesRead: number;
    readonly bytesTotal: number;
    /** A difference in a larger share of a sampled tensor would have been seen with 99 % probability; 0 when all was read. */
    readonly unseenShare: number;
  };
}

/** The proof over the run's own base, adapter and served weights, with the paths to show. */
export interface MergeEvidence {
  readonly basePath: string;
  readonly adapterPath: string;
  readonly mergedPath: string;
  readonly proof: MergeProof;
}
