/**
 * Pairs rows with columns so that the sum of `score` is greatest: as many pairs as the shorter side has, each row and column used
 * once. Hungarian method with potentials, O(n² m). Deterministic: of equal choices the lowest column wins.
 */
export function assignment(score: readonly (readonly number[])[]): readonly (readonly [row: number, column: number])[] {
  const rows = score.length;
  const columns = score[0]?.length ?? 0;
  if (rows === 0 || columns === 0) return [];
  const best = score.reduce((most, row) => row.reduce((high, value) => Math.max(high, value), most), -Infinity);
  const turned = rows > columns;
  const size = turned ? { rows: columns, columns: rows } : { rows, columns };
  const cost = (row: number, column: number): number =>
    best - ((turned ? score[column]?.[row] : score[row]?.[column]) ?? 0);
  const rowOf = match(size, cost);
  const pairs: [number, number][] = [];
  for (let column = 0; column < size.columns; column++) {
    const row = rowOf[column] ?? -1;
    if (row !== -1) pairs.push(turned ? [column, row] : [row, column]);
  }
  return pairs.sort((first, second) => first[0] - second[0]);
}

interface Size {
  readonly rows: number;
  readonly columns: number;
}

/** State of the method; index `columns` is a helper column at which every search for an augmenting path starts. */
interface Search {
  readonly rowPotential: Float64Array;
  readonly columnPotential: Float64Array;
  /** Per column the row matched to it, -1 for none. */
  readonly rowOf: Int32Array;
  /** Per column the column before it on the path. */
  readonly cameFrom: Int32Array;
}

function match({ rows, columns }: Size, cost: (row: number, column: number) => number): Int32Array {
  const search: Search = {
    rowPotential: new Float64Array(rows),
    columnPotential: new Float64Array(columns + 1),
    rowOf: new Int32Array(columns + 1).fill(-1),
    cameFrom: new Int32Array(columns),
  };
  for (let row = 0; row < rows; row++) {
    search.rowOf[columns] = row;
    let column = findPath(search, columns, cost);
    while (column !== columns) {
      const previous = at(search.cameFrom, column);
      search.rowOf[column] = at(search.rowOf, previous);
      column = previous;
    }
  }
  return search.rowOf.subarray(0, columns);
}

/** Grows a tree of tight edges from the helper column until it reaches a free column, which is returned. */
function findPath(search: Search, columns: number, cost: (row: number, column: number) => number): number {
  const slack = new Float64Array(columns).fill(Infinity);
  const reached = new Uint8Array(columns + 1);
  let current = columns;
  while (at(search.rowOf, current) !== -1) {
    reached[current] = 1;
    const row = at(search.rowOf, current);
    let step = Infinity;
    let nearest = 0;
    for (let column = 0; column < columns; column++) {
      if (reached[column] === 1) continue;
      const reduced = cost(row, column) - at(search.rowPotential, row) - at(search.columnPotential, column);
      if (reduced < at(slack, column)) {
        slack[column] = reduced;
        search.cameFrom[column] = current;
      }
      if (at(slack, column) < step) {
        step = at(slack, column);
        nearest = column;
      }
    }
    shift(search, { reached, slack, step });
    current = nearest;
  }
  return current;
}

function shift(
  { rowPotential, columnPotential, rowOf }: Search,
  { reached, slack, step }: { reached: Uint8Array; slack: Float64Array; step: number },
): void {
  for (let column = 0; column < reached.length; column++) {
    if (reached[column] === 1) {
      const row = at(rowOf, column);
      rowPotential[row] = at(rowPotential, row) + step;
      columnPotential[column] = at(columnPotential, column) - step;
    } else if (column < slack.length) slack[column] = at(slack, column) - step;
  }
}

function at(values: Int32Array | Float64Array, index: number): number {
  return values[index] ?? 0;
}
