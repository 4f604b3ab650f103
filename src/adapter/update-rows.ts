import { lowRankRows, type RowFactors, type RowSpan } from './low-rank-rows.ts';

/** A term with its values in memory. `norms` has one number per output of a DoRA module: magnitude / ‖W + update‖. */
export type LoadedTerm =
  | { readonly kind: 'low-rank'; readonly factors: RowFactors; readonly firstRow: number; readonly dora?: DoraFactors }
  /** The rows of the block, read with it. */
  | { readonly kind: 'replace'; readonly values: Float32Array }
  | ReplaceRows
  | { readonly kind: 'add'; readonly values: Float32Array; readonly scale: number };

interface ReplaceRows {
  readonly kind: 'replace-rows';
  readonly values: Float32Array;
  readonly columns: number;
  /** Which saved row stands for a row of the tensor. */
  readonly rowAt: ReadonlyMap<number, number>;
}

export interface DoraFactors {
  readonly magnitude: Float32Array;
  /** ‖W + update‖ per column where outputs are columns (Conv1D, embeddings); rows have theirs in the block. */
  readonly columnNorms?: Float32Array;
}

/** A part of W: its values, row after row, and where they are in the tensor. */
export interface BaseRows extends RowSpan {
  readonly base: Float32Array;
}

/** Room for one block of updates; `plain` gets the update before DoRA scales it. */
export interface UpdateSpace {
  readonly update: Float32Array;
  readonly scratch: Float32Array;
  readonly plain?: Float32Array;
}

/**
 * Writes Δ = W' − W of a part of W to `space.update`, W' being what PEFT's merge makes of W (spec serving-contract.md B3): a saved
 * tensor first stands in for W, then updates are added, then DoRA scales each output to its magnitude, which takes whole rows.
 */
export function updateRows(
  terms: readonly LoadedTerm[],
  part: BaseRows,
  { update, scratch, plain }: UpdateSpace,
): void {
  const { base } = part;
  const [only] = terms;
  if (terms.length === 1 && only?.kind === 'low-rank' && !only.dora) {
    lowRankRows(only.factors, shifted(part, only.firstRow), update);
    return;
  }
  update.fill(0);
  for (const term of terms) {
    switch (term.kind) {
      case 'replace':
        for (let at = 0; at < base.length; at++) update[at] = (term.values[at] ?? 0) - (base[at] ?? 0);
        break;
      case 'replace-rows':
        replaceRows(update, term, part);
        break;
      case 'add':
        for (let at = 0; at < base.length; at++) update[at] = (update[at] ?? 0) + term.scale * (term.values[at] ?? 0);
        break;
      case 'low-rank':
        lowRankRows(term.factors, shifted(part, term.firstRow), scratch);
        for (let at = 0; at < base.length; at++) update[at] = (update[at] ?? 0) + (scratch[at] ?? 0);
        plain?.set(update);
        if (term.dora) scaleToMagnitude(update, part, term.dora);
        break;
    }
  }
}

function shifted(span: RowSpan, by: number): RowSpan {
  return by === 0 ? span : { ...span, rows: span.rows.map((row) => row + by) };
}

function replaceRows(
  update: Float32Array,
  { values, columns, rowAt }: ReplaceRows,
  { base, rows, from, to }: BaseRows,
): void {
  const width = to - from;
  for (const [place, row] of rows.entries()) {
    const saved = rowAt.get(row);
    if (saved === undefined) continue;
    for (let column = 0; column < width; column++) {
      const at = place * width + column;
      update[at] = (values[saved * columns + from + column] ?? 0) - (base[at] ?? 0);
    }
  }
}

function scaleToMagnitude(update: Float32Array, { base, rows, to }: BaseRows, dora: DoraFactors): void {
  const { magnitude, columnNorms } = dora;
  const columns = to;
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
