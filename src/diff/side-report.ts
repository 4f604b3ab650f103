import type { GgufAspect } from '../evidence/gguf-comparison.ts';
import type { BosByRuntime } from './bos-by-runtime.ts';
import type { SideComparison } from './diff-sides.ts';
import type { PrefixProof } from './prefix-proof.ts';

/** Everything `lockstep diff` says of two sides. */
export interface SideReport {
  readonly comparison: SideComparison;
  /** What kind of conversations were rendered, in words. */
  readonly conversations: string;
  /** Present when one side is a GGUF and the other has a tokenizer. */
  readonly gguf?: readonly GgufAspect[];
  /** Present when the left side is a run with captured batches. */
  readonly prefix?: PrefixProof;
  /** By name of the side. */
  readonly bos: readonly { readonly side: string; readonly runtimes: readonly BosByRuntime[] }[];
  /** What else is worth knowing, in whole sentences. */
  readonly notes: readonly string[];
}
