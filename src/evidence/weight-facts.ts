/** Names and shapes of a model's tensors, from the headers alone. */
export interface WeightIndex {
  readonly path: string;
  readonly files: readonly string[];
  readonly tensors: ReadonlyMap<
    string,
    { readonly dtype: string; readonly shape: readonly number[]; readonly file: string }
  >;
}

/** The base model's tensors against the served ones, byte for byte on the windows that were read. */
export interface WeightComparison {
  readonly basePath: string;
  readonly servedPath: string;
  readonly compared: number;
  /** Names whose sampled bytes are all equal. */
  readonly identical: readonly string[];
  readonly different: readonly string[];
  /** Other shape, other storage type, or missing on one side: cannot be compared byte for byte. */
  readonly incomparable: readonly string[];
  readonly bytesRead: number;
  readonly bytesTotal: number;
}
