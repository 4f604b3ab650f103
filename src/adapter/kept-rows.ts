import type { StorageType } from './storage-type.ts';

/** A run of values that follow each other in the tensor. */
export interface KeptSegment {
  /** Index of its first value in the kept arrays, and in the tensor. */
  readonly at: number;
  readonly flat: number;
  readonly length: number;
}

/** Some whole rows of a tensor, kept to try explanations on. */
export interface KeptRows {
  readonly columns: number;
  readonly base: Float32Array;
  readonly merged: Float32Array;
  readonly update: Float32Array;
  readonly storage: StorageType;
  readonly segments: readonly KeptSegment[];
  /** For DoRA: the update before it is scaled to the magnitude. */
  readonly dora?: KeptDora;
}

export interface KeptDora {
  readonly plain: Float32Array;
  /** One per kept row, or one per column where outputs are columns. */
  readonly magnitude: Float32Array;
  readonly byColumn: boolean;
}
