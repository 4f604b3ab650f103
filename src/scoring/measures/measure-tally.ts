import type { FieldOutcome } from '../field-scores.ts';
import type { ScoredRow } from '../scored-row.ts';
import { type RateTally, rateTally } from '../tallies/rate-tally.ts';
import type { Task } from '../task.ts';
import { classMeasures } from './class-measures.ts';
import type { Measure } from './measure.ts';
import { medianTally } from './median-tally.ts';
import { THOROUGH } from './ratio-units.ts';

/** Takes rows one by one; those without usable gold are passed over. */
export interface MeasureTally {
  readonly add: (row: ScoredRow) => void;
  readonly result: () => readonly Measure[];
}

/**
 * The summary measures of a task with intervals (spec/evaluation.md 1.15) that draw rows, since fields of one document and characters of
 * one text are not independent: BCa, a jackknife beyond 10,000 rows.
 */
export function measureTally(task: Task): MeasureTally {
  const tally = tallyOf(task);
  return {
    add: (row) => {
      if (row.correctOurs !== null) tally.add(row);
    },
    result: tally.result,
  };
}

function tallyOf(task: Task): MeasureTally {
  switch (task.kind) {
    case 'classify':
      return classMeasures(task.classes);
    case 'extract':
      return documentMeasureTally();
    case 'free':
      return similarityTally();
  }
}

type Ratio = readonly [count: number, of: number];
const NOTHING: Ratio = [0, 0];

interface RatioMeasure {
  readonly name: string;
  /** Which rows keep it from being perfect: those that do not count, or of an error rate those that do. */
  readonly misses: 'ids' | 'otherIds';
  readonly part: (row: ScoredRow, sums: FieldSums) => Ratio;
}

const DOCUMENT_RATIOS: readonly RatioMeasure[] = [
  { name: 'right fields', misses: 'otherIds', part: (row, { TP, TN }) => [TP + TN, row.fields.length] },
  { name: 'precision of fields', misses: 'otherIds', part: (_, { TP, FD, FA }) => [TP, TP + FD + FA] },
  { name: 'recall of fields', misses: 'otherIds', part: (_, { TP, goldValues }) => [TP, goldValues] },
  { name: 'ANLS*', misses: 'otherIds', part: ({ document }) => one(document?.anlsStar) },
  { name: 'Donut accuracy', misses: 'otherIds', part: ({ document }) => one(document?.donutAccuracy) },
  { name: 'Donut F1', misses: 'otherIds', part: donutPart },
  { name: 'edits per character of gold texts', misses: 'ids', part: (_, { edits, characters }) => [edits, characters] },
];

function documentMeasureTally(): MeasureTally {
  const ratios = DOCUMENT_RATIOS.map(ratioTally);
  const median = medianErrorRate();
  return {
    add: (row) => {
      const sums = fieldSums(row);
      for (const ratio of ratios) ratio.add(row, sums);
      median.add(row.id, sums);
    },
    result: () => [...ratios.map((ratio) => ratio.result()), median.result()],
  };
}

function similarityTally(): MeasureTally {
  const rate = rateTally(THOROUGH);
  return {
    add: ({ id, similarity }) => rate.add(id, ...one(similarity)),
    result: () => [measureOf('mean similarity (1 - edits / longer text)', rate, 'otherIds')],
  };
}

function ratioTally({ name, misses, part }: RatioMeasure): {
  readonly add: (row: ScoredRow, sums: FieldSums) => void;
  readonly result: () => Measure;
} {
  const rate: RateTally = rateTally(THOROUGH);
  return {
    add: (row, sums) => {
      const [count, of] = part(row, sums);
      if (of > 0) rate.add(row.id, count, of);
    },
    result: () => measureOf(name, rate, misses),
  };
}

function measureOf(name: string, rate: RateTally, misses: RatioMeasure['misses']): Measure {
  const { share, low, high, method, units, [misses]: ids = [] } = rate.result();
  return { name, value: share, rows: units, low, high, method, ids };
}

/** The pooled rate is moved by one text that runs on; the median is not. */
function medianErrorRate(): {
  readonly add: (id: string, sums: FieldSums) => void;
  readonly result: () => Measure;
} {
  const median = medianTally();
  const rate = rateTally();
  return {
    add: (id, { edits, characters }) => {
      if (characters === 0) return;
      median.add(edits / characters);
      rate.add(id, edits, characters);
    },
    result: () => {
      const { value, n, low, high, method } = median.result();
      const { ids = [] } = rate.result();
      return { name: 'edits per character, median document', value, rows: n, low, high, method, ids };
    },
  };
}

/** How many fields of a row have each outcome, and the edits between their texts. */
type FieldSums = Readonly<Record<FieldOutcome | 'goldValues' | 'edits' | 'characters', number>>;

function fieldSums({ fields }: ScoredRow): FieldSums {
  const sums = { TP: 0, FD: 0, FN: 0, FA: 0, TN: 0, unparsed: 0, goldValues: 0, edits: 0, characters: 0 };
  for (const { outcome, goldHasValue, measures } of fields) {
    sums[outcome]++;
    if (goldHasValue) sums.goldValues++;
    if (measures === null || typeof measures.characters === 'string') continue;
    sums.edits += measures.characters.edits;
    sums.characters += measures.characters.length;
  }
  return sums;
}

function donutPart({ document }: ScoredRow): Ratio {
  const leaves = document?.donutFields;
  return leaves === undefined || leaves === null ? NOTHING : [leaves.right, leaves.right + leaves.wrong / 2];
}

function one(value: number | null | undefined): Ratio {
  return value === null || value === undefined ? NOTHING : [value, 1];
}
