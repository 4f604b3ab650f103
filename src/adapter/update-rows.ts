import { lowRankRows, type RowFactors } from './low-rank-rows.ts';

/** A term with its values in memory. `norms` has one number per output of a DoRA module: magnitude / ‖W + update‖. */
export type LoadedTerm =
  | { readonly kind: 'low-rank'; readonly factors: RowFactors; readonly firstRow: number; readonly dora?: DoraFactors }
  /** The rows of the block, read with it. */
  | { readonly kind: 'replace'; readonly values: Float32Array }
  | { readonly kind: 'replace-rows'; readonly values: Float32Array; readonly rowAt: ReadonlyMap<number, number> }
  | { readonly kind: 'add'; readonly values: Float32Array; readonly scale: number };

export interface DoraFactors {
  readonly magnitude: Float32Array;
  /** ‖W + update‖ per column where outputs are columns (Conv1D, embeddings); rows have theirs in the block. */
  readonly columnNorms?: Float32Array;
}

/** A block of rows of W: their values, one row after the other, and which rows of the tensor they are. */
export interface BaseRows {
  readonly base: Float32Array;
  readonly rows: readonly number[];
}

/** Room for one block of updates; `plain` gets the update before DoRA scales it. */
export interface UpdateSpace {
  readonly update: Float32Array;
  readonly scratch: Float32Array;
  readonly plain?: Float32Array;
}

/**
 * Writes Δ = W' − W of a block of rows to `space.update`, W' being what PEFT's merge makes of W (spec serving-contract.md B3): a saved
 * tensor first stands in for W, then updates are added, then DoRA scales each output to its magnitude.
 */
export function updateRows(
  terms: readonly LoadedTerm[],
  { base, rows }: BaseRows,
  { update, scratch, plain }: UpdateSpace,
): void {
  const [only] = terms;
  if (terms.length === 1 && only?.kind === 'low-rank' && !only.dora) {
    lowRankRows(only.factors, shifted(rows, only.firstRow), update);
    return;
  }
  update.fill(0);
  for (const term of terms) {
    switch (term.kind) {
      case 'replace':
        for (let at = 0; at < base.length; at++) update[at] = (term.values[at] ?? 0) - (base[at] ?? 0);
        break;
      case 'replace-rows':
        replaceRows(update, term, { base, rows });
        break;
      case 'add':
        for (let at = 0; at < base.length; at++) update[at] = (update[at] ?? 0) + term.scale * (term.values[at] ?? 0);
        break;
      case 'low-rank':
        lowRankRows(term.factors, shifted(rows, term.firstRow), scratch);
        for (let at = 0; at < base.length; at++) update[at] = (update[at] ?? 0) + (scratch[at] ?? 0);
        plain?.set(update);
        if (term.dora) scaleToMagnitude(update, { base, rows }, term.dora);
        break;
    }
  }
}

function shifted(rows: readonly number[], by: number): readonly number[] {
  return by === 0 ? rows : rows.map((row) => row + by);
}

function columnsOf({ base, rows }: BaseRows): number {
  return rows.length === 0 ? 0 : base.length / rows.length;
}

function replaceRows(
  update: Float32Array,
  { values, rowAt }: Extract<LoadedTerm, { kind: 'replace-rows' }>,
  block: BaseRows,
): void {
  const { base, rows } = block;
  const columns = columnsOf(block);
  for (const [place, row] of rows.entries()) {
    const saved = rowAt.get(row);
    if (saved === undefined) continue;
    for (let column = 0; column < columns; column++) {
      const at = place * columns + column;
      update[at] = (values[saved * columns + column] ?? 0) - (base[at] ?? 0);
    }
  }
}

function scaleToMagnitude(update: Float32Array, block: BaseRows, { magnitude, columnNorms }: DoraFactors): void {
  const { base, rows } = block;
  const columns = columnsOf(block);
  for (const [place, row] of rows.entries()) {
    const start = place * columns;
    let squares = 0;
    if (!columnNorms) {
      for (let at = start; at < start + columns; at++) squares += ((base[at] ?? 0) + (update[at] ?? 0)) ** 2;
    }
    const ofRow = (magnitude[row] ?? 0) / Math.sqrt(squares);
    for (let column = 0; column < columns; column++) {
      const at = start + column;
      const factor = columnNorms ? (magnitude[column] ?? 0) / (columnNorms[column] ?? 0) : ofRow;
      const w = base[at] ?? 0;
      update[at] = factor * (w + (update[at] ?? 0)) - w;
    }
  }
}
