import type { CandidateFit } from './candidate-fits.ts';
import type { FactorFit } from './factor-fit.ts';
import type { MergeSums } from './merge-sums.ts';
import type { QuantisedGrid } from './quantised-grid.ts';
import type { BandRange } from './sample-bands.ts';
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
  /** What to read; all of it in an exact proof. */
  readonly bands: readonly BandRange[];
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

/** Stretches (MergeTally) that tell, how many of them are not base + update while the others are, and their κ. */
export interface PartlyMerged {
  readonly apart: number;
  readonly telling: number;
  readonly kappa: number;
}

/** How the values of a unit came about. */
export interface Explanation {
  /** Empty where nothing changed and nothing should, and where `partly` says it. */
  readonly fits: readonly CandidateFit[];
  /** Where only a part of the tensor holds the update, and the rest of it is the base's. */
  readonly partly?: PartlyMerged;
  /** The fit with the factor that was measured. */
  readonly measured?: FactorFit;
  readonly grid?: QuantisedGrid;
}

/** A unit that was read. */
export interface ReadUnit extends Explanation {
  readonly state: 'read';
  readonly id: number;
  readonly sums: MergeSums;
  readonly factors: readonly FactorFacts[];
  readonly storage: string;
  readonly bytesRead: number;
}

export type UnitOutcome = ReadUnit | { readonly state: 'unreadable'; readonly id: number; readonly reason: string };
