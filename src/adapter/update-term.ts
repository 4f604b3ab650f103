/** Where the values of a tensor lie. Plain data, so that a unit of work can be sent to a worker. */
export interface TensorRef {
  readonly side: 'base' | 'adapter' | 'merged';
  /** File within its side. */
  readonly path: string;
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Byte offsets in the file, [start, end). */
  readonly start: number;
  readonly end: number;
}

/**
 * How A and B lie in their tensors and what the rows of the base weight are (spec serving-contract.md B3):
 * - `linear`: A is rank × in, B out × rank, the weight out × in. Convolutions with a B of 1×1 kernels are the same once flattened.
 * - `transposed`: as linear, the weight is in × out (Conv1D of GPT-2). Embeddings too: A is rank × rows, B width × rank.
 * - `mlx`: A is in × rank, B rank × out.
 * - `experts`: A is (experts·rank) × in, B out × (rank·experts) with the expert innermost, the weight experts × out × in.
 * - `experts-transposed`: the same factors, the weight experts × in × out.
 */
export type FactorLayout = 'linear' | 'transposed' | 'mlx' | 'experts' | 'experts-transposed';

export interface LowRankTerm {
  readonly kind: 'low-rank';
  readonly module: string;
  readonly layout: FactorLayout;
  readonly scale: number;
  readonly rank: number;
  readonly experts: number;
  readonly a: TensorRef;
  readonly b: TensorRef;
  /** First row of the full update that is row 0 of this tensor, where a checkpoint keeps parts of a fused weight apart. */
  readonly firstRow: number;
  /** DoRA: the norm that every output of the weight gets. */
  readonly magnitude?: TensorRef;
}

export type UpdateTerm =
  | LowRankTerm
  /** The saved tensor stands in place of the base's. */
  | { readonly kind: 'replace'; readonly value: TensorRef }
  /** Saved row k stands in place of row `rows[k]`. */
  | { readonly kind: 'replace-rows'; readonly value: TensorRef; readonly rows: readonly number[] }
  /** `scale` times the tensor is added. */
  | { readonly kind: 'add'; readonly value: TensorRef; readonly scale: number };
