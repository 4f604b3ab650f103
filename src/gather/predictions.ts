import { absent, found, type Gathered } from '../evidence/gathered.ts';
import type { Prediction, Predictions } from '../evidence/predictions.ts';
import { firstSeen } from '../lib/first-seen.ts';
import { createBoundedSample } from './bounded-sample.ts';
import { createDamageList, type DamageList } from './damage-list.ts';
import type { LocatedFile } from './folder.ts';
import { noRows } from './no-rows.ts';
import { detachedPrediction, predictionRow, predictionUnits } from './prediction-row.ts';
import { type ReadRow, readRows } from './read-rows.ts';

/** 16 MB of text and row objects, in UTF-16 units: some 20,000 short answers, which fixes a share to within 0.7 points. */
const MAX_UNITS = 8 * 1024 * 1024;
/** What a kept row costs apart from its text: the object, its scored twin and the entries that point at it. */
const ROW_UNITS = 400;
const MAX_SHOWN_ID = 80;
const SEED = 20;

export interface PredictionLimits {
  /** UTF-16 units of text and row objects. */
  readonly maxUnits?: number;
  /** Columns beside the answer to keep with every row. */
  readonly columns?: readonly string[];
}

/** Streams predictions. All rows are kept while they fit into `maxUnits`; then a seeded random sample. */
export async function gatherPredictions(
  file: LocatedFile | undefined,
  looked: string,
  { maxUnits = MAX_UNITS, columns = [] }: PredictionLimits = {},
): Promise<Gathered<Predictions>> {
  if (!file) return absent(looked);
  const damage = createDamageList(file.shown);
  const sample = createBoundedSample(maxUnits, (row: Prediction) => predictionUnits(row) + ROW_UNITS, SEED);
  let total = 0;
  for await (const { index, prediction } of readPredictions(file, damage, columns)) {
    total = index + 1;
    if (prediction !== undefined) sample.offer(detachedPrediction(prediction));
  }
  const rows = sample.items();
  const entries = damage.entries();
  if (rows.length === 0) return noRows(file.shown, entries);
  return found({ path: file.shown, rows, total, damage: entries }, file.shown);
}

/**
 * The predictions of a file one by one; a row that could not be used has none, and is in the damage list. Nor has one that repeats an id of
 * its split: one prompt has one prediction, and a second one would count it twice in every score.
 */
export async function* readPredictions(
  file: LocatedFile,
  damage: DamageList,
  columns: readonly string[],
): AsyncGenerator<{ readonly index: number; readonly prediction?: Prediction; readonly value?: ReadRow['value'] }> {
  const lines = firstSeen();
  for await (const read of readRows(file, damage)) {
    const row = read.value === undefined ? undefined : predictionRow(read, columns);
    if (row?.ok === false) damage.add(row.problem.reason, read.line);
    if (row?.ok !== true) {
      yield { index: read.index };
      continue;
    }
    const { split, id } = row.value;
    const earlier = lines.note(JSON.stringify([split, id]), read.line);
    if (earlier === undefined) yield { index: read.index, prediction: row.value, value: read.value };
    else {
      const shown = JSON.stringify(id.slice(0, MAX_SHOWN_ID));
      damage.add(`the id ${shown} repeats that of line ${earlier}; this row was left out`, read.line);
      yield { index: read.index };
    }
  }
}
