import { absent, found, type Gathered } from '../evidence/gathered.ts';
import type { Prediction, Predictions } from '../evidence/predictions.ts';
import { createBoundedSample } from './bounded-sample.ts';
import { createDamageList } from './damage-list.ts';
import type { LocatedFile } from './folder.ts';
import { noRows } from './no-rows.ts';
import { predictionRow, predictionUnits } from './prediction-row.ts';
import { readRows } from './read-rows.ts';

/** 16 MB of text and row objects, in UTF-16 units: some 20,000 short answers, which fixes a share to within 0.7 points. */
const MAX_UNITS = 8 * 1024 * 1024;
/** What a kept row costs apart from its text: the object, its scored twin and the entries that point at it. */
const ROW_UNITS = 400;
/** Rows up to which repeated ids are looked for; the set of seen ids must not grow with the file. */
const MAX_KNOWN_IDS = 50_000;
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
  const lines = new Map<string, number>();
  let total = 0;
  for await (const read of readRows(file, damage)) {
    total = read.index + 1;
    if (!read.value) continue;
    const row = predictionRow(read, columns);
    if (!row.ok) {
      damage.add(row.problem.reason, read.line);
      continue;
    }
    // One prompt has one prediction per split; a second one would count it twice in every score.
    const key = JSON.stringify([row.value.split, row.value.id]);
    const earlier = lines.get(key);
    if (earlier !== undefined) {
      damage.add(
        `the id ${JSON.stringify(row.value.id.slice(0, 80))} repeats that of line ${earlier}; this row was left out`,
        read.line,
      );
      continue;
    }
    if (lines.size < MAX_KNOWN_IDS) lines.set(key, read.line);
    sample.offer(row.value);
  }
  const rows = sample.items();
  const entries = damage.entries();
  if (rows.length === 0) return noRows(file.shown, entries);
  return found({ path: file.shown, rows, total, damage: entries }, file.shown);
}
