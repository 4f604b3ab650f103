interface Kind {
  count: number;
  largest: number;
}

export interface Deviations {
  /** Notes one figure beside the reference's; a figure that is missing is infinitely far off. Returns how far off it is. */
  readonly note: (kind: string, ours: number | null | undefined, theirs: number) => number;
  /** The largest deviation of a kind so far; infinite when nothing of that kind was noted. */
  readonly largest: (kind: string) => number;
  /** All kinds with how many figures were compared and the largest deviation. */
  readonly table: () => string;
}

/** Collects how far figures are off their references, by kind, for a test to judge and to print. */
export function deviations(title: string): Deviations {
  const kinds = new Map<string, Kind>();
  return {
    note: (kind, ours, theirs) => {
      const known = kinds.get(kind) ?? { count: 0, largest: 0 };
      const off = Math.abs((ours ?? Number.NaN) - theirs);
      const apart = Number.isNaN(off) ? Number.POSITIVE_INFINITY : off;
      kinds.set(kind, { count: known.count + 1, largest: Math.max(known.largest, apart) });
      return apart;
    },
    largest: (kind) => kinds.get(kind)?.largest ?? Number.POSITIVE_INFINITY,
    table: () => {
      const width = Math.max(...[...kinds.keys()].map((kind) => kind.length));
      const rows = [...kinds].map(
        ([kind, { count, largest }]) =>
          `${kind.padEnd(width)}  ${String(count).padStart(6)}  ${largest === 0 ? '0' : largest.toExponential(1)}`,
      );
      return `${[title, ...rows].join('\n')}\n`;
    },
  };
}
