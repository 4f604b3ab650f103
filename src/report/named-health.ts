import type { DataHealth } from '../scoring/health/data-health.ts';
import type { RowList } from '../scoring/health/row-list.ts';

/** Rows with something in common: how many, and the names of the first of them. */
export interface NamedRows {
  readonly count: number;
  readonly ids: readonly string[];
}

/** A value of the health engine, with the names of rows in place of their numbers. */
export type Named<T> = T extends RowList
  ? NamedRows
  : T extends readonly (infer Item)[]
    ? readonly Named<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Named<T[Key]> }
      : T;

export type NamedHealth = Named<Omit<DataHealth, 'chosenOptions' | 'neighbours' | 'overlap'>> & {
  readonly chosenOptions: Named<DataHealth['chosenOptions']>;
  readonly neighbours: NamedNeighbours | null;
  readonly overlap: NamedOverlap | null;
};

type Neighbours = NonNullable<DataHealth['neighbours']>;
/** Rows and the class of each are in the data; the figures are here. */
type NamedNeighbours = Omit<Neighbours, 'predicted'>;

type Overlap = NonNullable<DataHealth['overlap']>;
interface NamedPair {
  /** The evaluation row and the training row that it repeats. */
  readonly id: string;
  readonly train: string;
  readonly similarity: number;
}
type NamedOverlap = Omit<Overlap, 'exact' | 'near'> & Readonly<Record<'exact' | 'near', NamedPairs>>;
interface NamedPairs {
  readonly count: number;
  readonly pairs: readonly NamedPair[];
}

const MOST_PAIRS = 1_000;

/** The names of rows by their number: of the training data, and of the evaluation data. */
export interface RowNames {
  readonly training: (row: number) => string;
  readonly evaluation: (row: number) => string;
}

/** Health as a report says it: what finds a row in its file, instead of its number among those that were read. */
export function namedHealth(health: DataHealth, names: RowNames): NamedHealth {
  const { chosenOptions, neighbours, overlap, ...others } = health;
  return {
    ...named(others, names.training),
    chosenOptions: named(chosenOptions, names.evaluation),
    neighbours: neighbours === null ? null : withoutPredicted(neighbours),
    overlap: overlap === null ? null : namedOverlap(overlap, names.training),
  };
}

export function namedRows({ count, rows }: RowList, name: (row: number) => string): NamedRows {
  return { count, ids: rows.map(name) };
}

function withoutPredicted({ predicted: _, ...figures }: Neighbours): NamedNeighbours {
  return figures;
}

function namedOverlap({ exact, near, ...figures }: Overlap, name: (row: number) => string): NamedOverlap {
  const pairsOf = (pairs: Overlap['exact']): NamedPairs => ({
    count: pairs.length,
    pairs: pairs
      .slice(0, MOST_PAIRS)
      .map(({ id, trainRow, similarity }) => ({ id, train: name(trainRow), similarity })),
  });
  return { ...figures, exact: pairsOf(exact), near: pairsOf(near) };
}

function named<T>(value: T, name: (row: number) => string): Named<T>;
function named(value: unknown, name: (row: number) => string): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => named(item, name));
  if (typeof value !== 'object' || value === null) return value;
  if (isRowList(value)) return namedRows(value, name);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, named(item, name)]));
}

function isRowList(value: object): value is RowList {
  return 'count' in value && 'rows' in value && Array.isArray(value.rows);
}
