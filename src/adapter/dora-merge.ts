/** Rows that DoRA merges: all rows of the weight where outputs are columns, because their norms run over rows. */
export interface DoraRows {
  readonly base: Float32Array;
  readonly update: Float32Array;
  readonly factor: number;
  /** One per row, or one per column. */
  readonly magnitude: Float32Array;
  readonly columns: number;
  readonly byColumn: boolean;
}

/** V = W + factor · s·B·A with each output scaled to its magnitude: m / ‖V‖ · V (spec serving-contract.md B3). */
export function doraMerge({ base, update, factor, magnitude, columns, byColumn }: DoraRows): Float32Array {
  const summed = base.map((value, at) => value + factor * (update[at] ?? 0));
  const outputOf = (at: number) => (byColumn ? at % columns : Math.floor(at / columns));
  const squares = new Float64Array(magnitude.length);
  for (let at = 0; at < summed.length; at++) {
    const output = outputOf(at);
    squares[output] = (squares[output] ?? 0) + (summed[at] ?? 0) ** 2;
  }
  return summed.map((value, at) => {
    const output = outputOf(at);
    return (value * (magnitude[output] ?? 0)) / Math.sqrt(squares[output] ?? 0);
  });
}
