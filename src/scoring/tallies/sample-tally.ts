import { MOST_IDS } from './most-ids.ts';

/** What a cell of a table counts (rows, or fields of rows), and the first rows behind it by id. */
export interface Samples {
  readonly count: number;
  readonly ids: readonly string[];
}

/** Counts rows under names: one cell of a table each. */
export interface SampleTally<K extends string = string> {
  readonly add: (name: K, id: string) => void;
  readonly get: (name: K) => Samples;
  /** In order of first appearance. */
  readonly entries: () => readonly (readonly [K, Samples])[];
}

export function sampleTally<K extends string = string>(): SampleTally<K> {
  const cells = new Map<K, { count: number; ids: string[] }>();
  return {
    add: (name, id) => {
      const cell = cells.get(name);
      if (cell === undefined) cells.set(name, { count: 1, ids: [id] });
      else {
        cell.count++;
        // A document counts once for each of its fields, and is looked at once.
        if (cell.ids.length < MOST_IDS && cell.ids.at(-1) !== id) cell.ids.push(id);
      }
    },
    get: (name) => copyOf(cells.get(name)),
    entries: () => [...cells].map(([name, cell]) => [name, copyOf(cell)]),
  };
}

/** The cell goes on counting. */
function copyOf(cell: Samples | undefined): Samples {
  return { count: cell?.count ?? 0, ids: [...(cell?.ids ?? [])] };
}
