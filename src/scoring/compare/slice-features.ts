import { type NumberList, numberList } from '../../lib/number-list.ts';

/** What is known of one prediction beside its answer. */
export type Metadata = Readonly<Record<string, string | number | boolean | null>>;

/** One column with a value for every row, as whole numbers: the place of the value in `values`, -1 where there is none. */
export interface SliceFeature {
  readonly column: string;
  readonly values: readonly string[];
  readonly codes: Int8Array;
}

/** Columns of rows that come one by one. */
export interface FeatureColumns {
  readonly add: (row: Metadata) => void;
  /** Columns that can be sliced by, in order of their names; and those that have values, but too many or only one. */
  readonly result: () => { readonly features: readonly SliceFeature[]; readonly unfit: readonly string[] };
}

/** A column with more values names rows, it does not group them. */
const MOST_VALUES = 20;
const MOST_COLUMNS = 64;
const LONGEST_VALUE = 80;
/** Numbers with more distinct values are cut into quarters of the rows. */
const QUARTERS = [0.25, 0.5, 0.75] as const;
const NO_VALUE = -1;

/**
 * Collects columns to slice by: texts and flags with at most twenty values, numbers in quarters. Columns of one value are left out. A row
 * takes a byte for each column, and eight more where the column holds numbers.
 */
export function featureColumns(): FeatureColumns {
  const columns = new Map<string, Column>();
  let rows = 0;
  return {
    add: (row) => {
      for (const column of Object.keys(row))
        if (!columns.has(column) && columns.size < MOST_COLUMNS) columns.set(column, newColumn(rows));
      for (const [name, column] of columns) column.add(Object.hasOwn(row, name) ? (row[name] ?? null) : null);
      rows++;
    },
    result: () => {
      const named = [...columns]
        .filter(([, { hasValue }]) => hasValue())
        .sort(([one], [other]) => (one < other ? -1 : 1));
      const made = named.map(([column, { feature }]) => ({ column, feature: feature(column) }));
      return {
        features: made.flatMap(({ feature }) => feature ?? []),
        unfit: made.flatMap(({ column, feature }) => (feature === undefined ? [column] : [])),
      };
    },
  };
}

interface Column {
  readonly add: (value: string | number | boolean | null) => void;
  readonly hasValue: () => boolean;
  readonly feature: (column: string) => SliceFeature | undefined;
}

function newColumn(rowsBefore: number): Column {
  const places = new Map<string, number>();
  const codes = numberList('small');
  let numbers: NumberList | undefined;
  let rows = 0;
  let counted = 0;
  const addNumber = (value: number): void => {
    numbers ??= padded(rows);
    numbers.add(value);
    counted++;
  };
  const add: Column['add'] = (value) => {
    if (typeof value === 'number' && Number.isFinite(value)) addNumber(value);
    else numbers?.add(Number.NaN);
    rows++;
    if (places.size > MOST_VALUES) return;
    const name = value === null ? null : String(value).slice(0, LONGEST_VALUE);
    if (name !== null && !places.has(name)) places.set(name, places.size);
    codes.add(name === null ? NO_VALUE : (places.get(name) ?? NO_VALUE));
  };
  for (let row = 0; row < rowsBefore; row++) add(null);
  return {
    add,
    hasValue: () => places.size > 0,
    feature: (column) => {
      if (places.size <= MOST_VALUES) return ordered(column, [...places.keys()], codes.values());
      return numbers !== undefined && counted * 2 > rows ? quarters(column, numbers.values()) : undefined;
    },
  };
}

function padded(rows: number): NumberList {
  const list = numberList('float');
  for (let row = 0; row < rows; row++) list.add(Number.NaN);
  return list;
}

/** Values in order of their names, whatever came first. */
function ordered(column: string, names: readonly string[], codes: ArrayLike<number>): SliceFeature | undefined {
  const values = names.toSorted();
  const codeOf = Int8Array.from(names, (name) => values.indexOf(name));
  const made = Int8Array.from(codes, (code) => codeOf[code] ?? NO_VALUE);
  const isConstant = values.length === 1 && !made.includes(NO_VALUE);
  return isConstant || values.length === 0 ? undefined : { column, values, codes: made };
}

function quarters(column: string, numbers: ArrayLike<number>): SliceFeature | undefined {
  const sorted = Float64Array.from(numbers).sort();
  // NaN is sorted behind everything.
  const first = sorted.findIndex(Number.isNaN);
  const known = first === -1 ? sorted.length : first;
  const cuts = [...new Set(QUARTERS.map((share) => sorted[Math.floor(share * (known - 1))] ?? 0))];
  const names = [
    ...cuts.map((cut, at) => (at === 0 ? `≤ ${short(cut)}` : `${short(cuts[at - 1] ?? 0)} to ${short(cut)}`)),
    `> ${short(cuts.at(-1) ?? 0)}`,
  ];
  const codes = Int8Array.from(numbers, (value) => {
    if (Number.isNaN(value)) return NO_VALUE;
    const place = cuts.findIndex((cut) => value <= cut);
    return place === -1 ? cuts.length : place;
  });
  return ordered(column, names, codes);
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
