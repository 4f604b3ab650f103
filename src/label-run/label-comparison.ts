import { type ComparedRow, compareLabels, type LabelDifference } from '../evidence/derive/compare-labels.ts';
import type { TrainedRow, TrainedRows } from '../evidence/trained-rows.ts';
import type { Row } from '../formats/row-value.ts';
import { firstRows, rowsAt } from '../gather/row-chunks.ts';
import { spread } from '../lib/spread.ts';
import type { LabelsReport } from '../report/labels-report.ts';
import { differenceText } from './difference-text.ts';
import { labelHypotheses } from './label-hypotheses.ts';
import type { Predictable } from './label-sources.ts';
import { predictRows } from './predict-rows.ts';

type Comparison = NonNullable<LabelsReport['comparison']>;

interface Pair {
  readonly captured: TrainedRow;
  readonly row: Row;
  /** Of the row in the data set. */
  readonly place: number;
}

export interface LabelComparison {
  readonly comparison: Comparison;
  /** By index of the captured row: the prediction that has the same ids and labels. */
  readonly agreed: ReadonlyMap<number, TrainedRow>;
}

/**
 * A capture holds the first batches, and rows whose text says nothing of their place are few: these many rows are tried by their tokens.
 */
const TRIED_ROWS = 5000;
/** Rows with images are compared and tried up to this many: their images are in memory together. */
const IMAGE_ROWS = 200;

/** Compares captured rows with what is predicted for the same rows of the data, and looks for the setting that explains a difference. */
export async function labelComparison(trained: TrainedRows, given: Predictable): Promise<LabelComparison> {
  const rows = given.images === undefined ? trained.rows : spread(trained.rows, IMAGE_ROWS);
  const placed = await placesByIds(rows, given);
  const data = await rowsAt(given.data, new Set(placed.flatMap(({ place }) => place ?? [])));
  const pairs = placed.flatMap(({ captured, place }): Pair[] => {
    const row = place === undefined ? undefined : data.get(place);
    return row === undefined || place === undefined ? [] : [{ captured, row, place }];
  });
  const predicted = (await predictRows(given, given.setup, pairs)) ?? [];
  const differences = differencesOf(pairs, predicted);
  const same = differences.filter(({ kind }) => kind === 'same').length;
  const explained = same === pairs.length ? undefined : await explanation(pairs, given);
  return {
    comparison: {
      compared: pairs.length,
      same,
      unmatched: rows.length - pairs.length,
      clusters: clustersOf(differences, pairs),
      ...(explained === undefined ? {} : { explained }),
    },
    agreed: new Map(
      pairs.flatMap(({ captured }, at) => {
        const one = predicted[at];
        const isSame = differences[at]?.kind === 'same' && one?.state === 'kept';
        return isSame ? [[captured.captured.index, one.row] as const] : [];
      }),
    ),
  };
}

/** The data row of each captured row: as its text shows, else the one that is predicted to have the same tokens. */
async function placesByIds(
  rows: readonly TrainedRow[],
  given: Predictable,
): Promise<readonly { readonly captured: TrainedRow; readonly place: number | undefined }[]> {
  const known = rows.map((captured) => ({ captured, place: captured.dataRow }));
  if (known.every(({ place }) => place !== undefined)) return known;
  const first = await firstRows(given.data, given.images === undefined ? TRIED_ROWS : IMAGE_ROWS);
  const predicted = await predictRows(
    given,
    given.setup,
    first.map((row, place) => ({ row, place })),
  );
  const byIds = new Map<string, number>();
  for (const [place, one] of (predicted ?? []).entries()) {
    if (one.state !== 'kept') continue;
    const ids = one.row.captured.ids.join();
    if (!byIds.has(ids)) byIds.set(ids, place);
  }
  return known.map(({ captured, place }) => ({ captured, place: place ?? byIds.get(captured.captured.ids.join()) }));
}

/** The first other setting or release under which every row agrees. */
async function explanation(pairs: readonly Pair[], given: Predictable): Promise<string | undefined> {
  for (const { setup, text } of labelHypotheses(given.setup, maxLengthOf(pairs))) {
    const under = await predictRows(given, setup, pairs);
    if (under === undefined) continue;
    if (differencesOf(pairs, under).every(({ kind }) => kind === 'same')) return text;
  }
  return undefined;
}

function differencesOf(pairs: readonly Pair[], predicted: readonly ComparedRow[]): readonly LabelDifference[] {
  return pairs.map(({ captured }, at) => compareLabels(captured, predicted[at] ?? { state: 'failed' }));
}

function maxLengthOf(pairs: readonly Pair[]): number {
  return Math.max(0, ...pairs.map(({ captured }) => captured.captured.ids.length));
}

function clustersOf(differences: readonly LabelDifference[], pairs: readonly Pair[]): Comparison['clusters'] {
  const clusters = new Map<string, Comparison['clusters'][number]>();
  differences.forEach((difference, index) => {
    if (difference.kind === 'same') return;
    const text = differenceText(difference);
    const known = clusters.get(text);
    const firstRow = pairs[index]?.captured.captured.index ?? index;
    const at = 'at' in difference ? { at: difference.at } : {};
    clusters.set(
      text,
      known ? { ...known, rows: known.rows + 1 } : { kind: difference.kind, text, rows: 1, firstRow, ...at },
    );
  });
  return [...clusters.values()].sort((a, b) => b.rows - a.rows);
}
