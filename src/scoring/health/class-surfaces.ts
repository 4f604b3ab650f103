import { type Proportion, proportion } from '../proportion.ts';
import { type RowList, rowList } from './row-list.ts';

export interface SurfaceRow {
  readonly class: string;
  /** How the row writes it, white space and all. */
  readonly surface: string;
}

export interface ClassSurfaces {
  readonly class: string;
  readonly surfaces: readonly {
    readonly surface: string;
    readonly share: Proportion;
    readonly rows: RowList;
  }[];
  /** Spellings that more than slips make: the model learns to choose between them. */
  readonly taught: number;
}

/** One row in twenty and more than two rows: below that a spelling is a slip, above it the model learns to produce it. */
const TAUGHT = 0.05;
const FEWEST_TAUGHT = 3;
const MOST_SURFACES = 50;

/** The ways in which training answers write each class, most frequent first. A row without a class is undefined. */
export function classSurfaces(rows: readonly (SurfaceRow | undefined)[]): readonly ClassSurfaces[] {
  const classes = new Map<string, Map<string, number[]>>();
  for (const [row, spelled] of rows.entries()) {
    if (spelled === undefined) continue;
    const { class: name, surface } = spelled;
    const surfaces = classes.get(name) ?? new Map<string, number[]>();
    const same = surfaces.get(surface);
    if (same === undefined) surfaces.set(surface, [row]);
    else same.push(row);
    classes.set(name, surfaces);
  }
  return [...classes].map(([name, surfaces]) => {
    const all = [...surfaces].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
    const n = all.reduce((sum, [, members]) => sum + members.length, 0);
    return {
      class: name,
      surfaces: all.slice(0, MOST_SURFACES).map(([surface, members]) => ({
        surface,
        share: proportion(members.length, n),
        rows: rowList(members),
      })),
      taught: all.filter(([, members]) => members.length >= Math.max(FEWEST_TAUGHT, TAUGHT * n)).length,
    };
  });
}
