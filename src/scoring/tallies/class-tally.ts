import { type ClassMetrics, type ClassPair, classMetrics } from '../class-metrics.ts';
import type { Extraction } from '../extract-class.ts';
import type { ScoredRow } from '../scored-row.ts';
import { type Samples, sampleTally } from './sample-tally.ts';

/** Rows of one gold class that were read as one class, or failed in one way. */
export interface ConfusionCell extends Omit<ClassPair, 'count'>, Samples {}

export interface ClassTable extends ClassMetrics {
  /** The cells of the confusion matrix that are not empty, largest first, with the rows behind them; at most 2,000. */
  readonly cells: readonly ConfusionCell[];
}

export interface ClassTally {
  /** Rows without usable gold are passed over. */
  readonly add: (row: ScoredRow) => void;
  readonly result: () => ClassTable;
}

const MOST_CELLS = 2_000;

/** Counts rows by gold class and reading. */
export function classTally(classes: readonly string[]): ClassTally {
  const byGold = new Map<string, ReturnType<typeof sampleTally>>();
  const readings = new Map<string, Pick<ClassPair, 'predicted' | 'failure'>>();
  return {
    add: ({ id, goldClass, extraction }) => {
      if (goldClass === null || extraction === null) return;
      const reading = readingOf(extraction);
      // A class may be called "parse failure".
      const key = reading.predicted === null ? `failure:${reading.failure}` : `class:${reading.predicted}`;
      if (!readings.has(key)) readings.set(key, reading);
      const row = byGold.get(goldClass) ?? sampleTally();
      byGold.set(goldClass, row);
      row.add(key, id);
    },
    result: () => {
      const cells = [...byGold].flatMap(([gold, row]) =>
        row.entries().flatMap(([key, samples]) => {
          const reading = readings.get(key);
          return reading === undefined ? [] : [{ gold, ...reading, ...samples }];
        }),
      );
      const places = new Map(classes.map((name, index) => [name, index]));
      const place = ({ gold, predicted, failure }: ConfusionCell): number => {
        const column =
          predicted === null ? classes.length + (failure === 'parse failure' ? 0 : 1) : places.get(predicted);
        return (places.get(gold) ?? 0) * (classes.length + 2) + (column ?? 0);
      };
      const largest = cells.toSorted((first, second) => second.count - first.count || place(first) - place(second));
      return { ...classMetrics(cells, classes), cells: largest.slice(0, MOST_CELLS) };
    },
  };
}

/** A class outside of the set, or several, could be read; everything else could not. */
function readingOf(extraction: Extraction): Pick<ClassPair, 'predicted' | 'failure'> {
  if (extraction.state === 'class') return { predicted: extraction.class, failure: null };
  const read = extraction.because === 'class-not-in-set' || extraction.because === 'several-classes';
  return { predicted: null, failure: read ? 'not a class' : 'parse failure' };
}
