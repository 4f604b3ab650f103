import { type Proportion, proportion } from '../proportion.ts';

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
    readonly rows: readonly number[];
  }[];
  /** Spellings that more than slips make: the model learns to choose between them. */
  readonly taught: number;
}

/** One row in twenty and more than two rows: below that a spelling is a slip, above it the model learns to produce it. */
const TAUGHT = 0.05;
const FEWEST_TAUGHT = 3;
const MOST_SURFACES = 50;
const MOST_ROWS = 1_000;

/** The ways in which training answers write each class, most frequent first. */
export function classSurfaces(rows: readonly SurfaceRow[]): readonly ClassSurfaces[] {
  const classes = new Map<string, Map<string, number[]>>();
  for (const [row, { class: name, surface }] of rows.entries()) {
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
        rows: members.slice(0, MOST_ROWS),
      })),
      taught: all.filter(([, members]) => members.length >= Math.max(FEWEST_TAUGHT, TAUGHT * n)).length,
    };
  });
}
