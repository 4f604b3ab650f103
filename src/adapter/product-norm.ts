type Values = Float32Array | Float64Array;

/** A low-rank update: `a` is rank × inputs, `b` outputs × rank, both row by row. */
export interface LowRankUpdate {
  readonly a: Values;
  readonly b: Values;
  readonly rank: number;
}

/**
 * ‖B·A‖ (Frobenius) without forming B·A: its square is trace((BᵀB)(AAᵀ)), the sum over all entries of two rank × rank
 * matrices. Values that are not finite count as zero, as in the norms of single tensors.
 */
export function productNorm({ a, b, rank }: LowRankUpdate): number {
  const left = columnProducts(finite(b), rank);
  const right = rowProducts(finite(a), rank);
  let square = 0;
  for (let at = 0; at < left.length; at++) square += (left[at] ?? 0) * (right[at] ?? 0);
  // Rounding can leave a tiny negative number where the product is zero.
  return Math.sqrt(Math.max(0, square));
}

function finite(values: Values): Values {
  return values.every(Number.isFinite) ? values : values.map((value) => (Number.isFinite(value) ? value : 0));
}

/** BᵀB, row by row of B because its columns are far apart in memory. */
function columnProducts(values: Values, rank: number): Float64Array {
  const products = new Float64Array(rank * rank);
  for (let start = 0; start < values.length; start += rank) {
    for (let first = 0; first < rank; first++) {
      const value = values[start + first] ?? 0;
      for (let second = 0; second < rank; second++) {
        const at = first * rank + second;
        products[at] = (products[at] ?? 0) + value * (values[start + second] ?? 0);
      }
    }
  }
  return products;
}

/** AAᵀ. */
function rowProducts(values: Values, rank: number): Float64Array {
  const products = new Float64Array(rank * rank);
  const length = values.length / rank;
  for (let first = 0; first < rank; first++) {
    for (let second = first; second < rank; second++) {
      let sum = 0;
      for (let at = 0; at < length; at++)
        sum += (values[first * length + at] ?? 0) * (values[second * length + at] ?? 0);
      products[first * rank + second] = sum;
      products[second * rank + first] = sum;
    }
  }
  return products;
}
