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
      return joined([...DOCUMENT_RATIOS.map(ratioMeasure), medianErrorRate()]);
    case 'free':
      return joined([
        ratioMeasure({
          name: 'mean similarity (1 - edits / longer text)',
          misses: 'otherIds',
          part: ({ similarity }) => one(similarity),
        }),
      ]);
  }
}

function joined(tallies: readonly MeasureTally[]): MeasureTally {
  return {
    add: (row) => {
      for (const tally of tallies) tally.add(row);
    },
    result: () => tallies.flatMap((tally) => tally.result()),
  };
}

type Ratio = readonly [count: number, of: number];

interface RatioMeasure {
  readonly name: string;
  /** Which rows keep it from being perfect: those that do not count, or of an error rate those that do. */
  readonly misses: 'ids' | 'otherIds';
  readonly part: (row: ScoredRow) => Ratio;
}

const DOCUMENT_RATIOS: readonly RatioMeasure[] = [
  { name: 'right fields', misses: 'otherIds', part: (row) => [counted(row, ['TP', 'TN']), row.fields.length] },
  {
    name: 'precision of fields',
    misses: 'otherIds',
    part: (row) => [counted(row, ['TP']), counted(row, ['TP', 'FD', 'FA'])],
  },
  {
    name: 'recall of fields',
    misses: 'otherIds',
    part: (row) => [counted(row, ['TP']), row.fields.filter(({ goldHasValue }) => goldHasValue).length],
  },
  { name: 'ANLS*', misses: 'otherIds', part: ({ document }) => one(document?.anlsStar) },
  { name: 'Donut accuracy', misses: 'otherIds', part: ({ document }) => one(document?.donutAccuracy) },
  { name: 'Donut F1', misses: 'otherIds', part: donutPart },
  { name: 'edits per character of gold texts', misses: 'ids', part: editsOf },
];

function ratioMeasure({ name, misses, part }: RatioMeasure): MeasureTally {
  const rate: RateTally = rateTally(THOROUGH);
  return {
    add: (row) => {
      const [count, of] = part(row);
      if (of > 0) rate.add(row.id, count, of);
    },
    result: () => {
      const { share, low, high, method, units, [misses]: ids = [] } = rate.result();
      return [{ name, value: share, rows: units, low, high, method, ids }];
    },
  };
}

/** The pooled rate is moved by one text that runs on; the median is not. */
function medianErrorRate(): MeasureTally {
  const median = medianTally();
  const rate = rateTally();
  return {
    add: (row) => {
      const [edits, length] = editsOf(row);
      if (length === 0) return;
      median.add(edits / length);
      rate.add(row.id, edits, length);
    },
    result: () => {
      const { value, n, low, high, method } = median.result();
      const { ids = [] } = rate.result();
      return [{ name: 'edits per character, median document', value, rows: n, low, high, method, ids } as const];
    },
  };
}

function counted({ fields }: ScoredRow, outcomes: readonly string[]): number {
  return fields.filter(({ outcome }) => outcomes.includes(outcome)).length;
}

function donutPart({ document }: ScoredRow): Ratio {
  const leaves = document?.donutFields;
  return leaves === undefined || leaves === null ? [0, 0] : [leaves.right, leaves.right + leaves.wrong / 2];
}

function editsOf({ fields }: ScoredRow): Ratio {
  let [count, of] = [0, 0];
  for (const { measures } of fields) {
    if (measures === null || typeof measures.characters === 'string') continue;
    count += measures.characters.edits;
    of += measures.characters.length;
  }
  return [count, of];
}

function one(value: number | null | undefined): Ratio {
  return value === null || value === undefined ? [0, 0] : [value, 1];
}
