import type { CandidateFit } from './candidate-fits.ts';
import type { FactorFit } from './factor-fit.ts';
import type { MergeSums } from './merge-sums.ts';
import type { QuantisedGrid } from './quantised-grid.ts';
import type { ScaleCandidate } from './scale-candidates.ts';
import type { TensorRef, UpdateTerm } from './update-term.ts';

/** One base tensor to prove: plain data, so that a worker can do it. */
export interface MergeUnit {
  readonly id: number;
  readonly base: TensorRef;
  readonly merged: TensorRef;
  /** What the adapter does to it; empty for a tensor that must not have changed. */
  readonly terms: readonly UpdateTerm[];
  readonly candidates: readonly ScaleCandidate[];
  readonly rows: number;
  readonly columns: number;
  /** Rows to read, as [first, end) in order; all of them in an exact proof. */
  readonly bands: readonly (readonly [number, number])[];
}

/** What the factors of a module look like by themselves. */
export interface FactorFacts {
  readonly module: string;
  readonly scale: number;
  readonly rank: number;
  readonly normA: number;
  readonly normB: number;
  readonly notFinite: number;
  /** The sides that hold nothing but zeros: B of a fresh adapter, A of a fresh embedding. */
  readonly zeroSides: readonly ('A' | 'B')[];
}

export type UnitOutcome =
  | {
      readonly state: 'read';
      readonly id: number;
      readonly sums: MergeSums;
      /** Empty where nothing changed and nothing should. */
      readonly fits: readonly CandidateFit[];
      /** The fit with the factor that was measured. */
      readonly measured?: FactorFit;
      readonly grid?: QuantisedGrid;
      readonly factors: readonly FactorFacts[];
      readonly storage: string;
      readonly bytesRead: number;
    }
  | { readonly state: 'unreadable'; readonly id: number; readonly reason: string };
