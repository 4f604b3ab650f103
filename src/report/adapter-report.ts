import type { AdapterInspection } from '../evidence/adapter-inspection.ts';
import type { MergeProof } from '../evidence/merge-proof.ts';

/** What is worth a look in a module; in the order of their weight. */
export type ModuleFlag = 'not-finite' | 'unreadable' | 'zero-update' | 'not-in-base' | 'scale-unknown' | 'tiny-update';

/** How a module's update counts in the merged weights. */
export interface ModuleMerge {
  readonly verdict: MergeProof['verdict'];
  readonly kappa: number | null;
  readonly expectedKappa: number | null;
  readonly kappaError: number;
  /** ‖M − W − κΔ‖ relative to ‖Δ‖ and to ‖W‖. */
  readonly residual: number;
  readonly residualOfWeight: number;
  /** Share of ‖Δ‖² that the storage type rounds away. */
  readonly lost: number;
  /** Share of values that are bit for bit what a right merge stores. */
  readonly exact: number;
  readonly storage: string;
  readonly rowsRead: number;
  readonly rows: number;
}

export interface AdapterModuleRow {
  readonly name: string;
  readonly rank: number | null;
  readonly scale: number | null;
  readonly normA: number | null;
  readonly normB: number | null;
  /** ‖Δ‖ / ‖W‖; null without a base. */
  readonly updateOfWeight: number | null;
  readonly updateNorm: number | null;
  readonly notFinite: number;
  readonly zeroSides: readonly ('A' | 'B')[];
  readonly flags: readonly ModuleFlag[];
  readonly problem?: string;
  /** The base tensor that it changes, and how it was merged. */
  readonly tensor?: string;
  readonly merge?: ModuleMerge;
}

/** What `lockstep adapter` says; the JSON format is this, with its schema name. */
export interface AdapterReport {
  readonly schema: 'lockstep-adapter/1';
  readonly adapter: string;
  readonly base?: string;
  readonly merged?: string;
  readonly format: AdapterInspection['format'];
  readonly settings?: AdapterInspection['settings'];
  /** `adapter.lora.alpha` of a GGUF file. */
  readonly alpha?: number;
  /** Worst first where a merge was proved, else in the order of the file. */
  readonly modules: readonly AdapterModuleRow[];
  readonly wholeTensors: readonly string[];
  readonly keyMap?: MergeProof['keyMap'];
  readonly merge?: Omit<MergeProof, 'modules' | 'keyMap' | 'settings'>;
  readonly servers: AdapterInspection['servers'];
  readonly converted: AdapterInspection['converted'];
  readonly problems: readonly { readonly path: string; readonly reason: string }[];
}
