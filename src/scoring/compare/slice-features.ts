/** What is known of one prediction beside its answer. */
export type Metadata = Readonly<Record<string, string | number | boolean | null>>;

/** One column with a value for every row, as whole numbers: the place of the value in `values`, -1 where there is none. */
export interface SliceFeature {
  readonly column: string;
  readonly values: readonly string[];
  readonly codes: Int32Array;
}

/** A column with more values names rows, it does not group them. */
const MOST_VALUES = 20;
const MOST_COLUMNS = 64;
const LONGEST_VALUE = 80;
/** Numbers with more distinct values are cut into quarters of the rows. */
const QUARTERS = [0.25, 0.5, 0.75] as const;

/** The columns that can be sliced by: texts and flags with at most twenty values, numbers in quarters. Columns of one value are left out. */
export function sliceFeatures(rows: readonly Metadata[]): readonly SliceFeature[] {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].sort().slice(0, MOST_COLUMNS);
  return columns.flatMap((column): SliceFeature[] => {
    const given = rows.map((row) => (Object.hasOwn(row, column) ? (row[column] ?? null) : null));
    const distinct = new Set(given.filter((value) => value !== null));
    if (distinct.size <= MOST_VALUES)
      return featureOf(
        column,
        given.map((value) => (value === null ? null : String(value).slice(0, LONGEST_VALUE))),
      );
    const numbers = given.map((value) => (typeof value === 'number' && Number.isFinite(value) ? value : null));
    return numbers.filter((value) => value !== null).length * 2 > rows.length
      ? featureOf(column, quarters(numbers))
      : [];
  });
}

function quarters(numbers: readonly (number | null)[]): (string | null)[] {
  const sorted = Float64Array.from(numbers.filter((value) => value !== null)).sort();
  const cuts = [...new Set(QUARTERS.map((share) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0))];
  const names = [
    ...cuts.map((cut, at) => (at === 0 ? `≤ ${short(cut)}` : `${short(cuts[at - 1] ?? 0)} to ${short(cut)}`)),
    `> ${short(cuts.at(-1) ?? 0)}`,
  ];
  return numbers.map((value) => {
    if (value === null) return null;
    const place = cuts.findIndex((cut) => value <= cut);
    return names[place === -1 ? cuts.length : place] ?? null;
  });
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function featureOf(column: string, given: readonly (string | null)[]): SliceFeature[] {
  const values = [...new Set(given.filter((value) => value !== null))].sort();
  if (values.length < 2 && !given.includes(null)) return [];
  const places = new Map(values.map((value, at) => [value, at]));
  return [
    { column, values, codes: Int32Array.from(given, (value) => (value === null ? -1 : (places.get(value) ?? -1))) },
  ];
}
