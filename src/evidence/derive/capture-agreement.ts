import type { Row } from '../../formats/row-value.ts';
import type { RawRow } from '../data-set.ts';
import type { Evidence, GatheredEvidence } from '../evidence.ts';
import type { CaptureAgreement, DifferenceCluster } from '../label-facts.ts';
import type { TrainedRow } from '../trained-rows.ts';
import { compareLabels, type LabelDifference } from './compare-labels.ts';
import type { PredictedRow } from './predicted-row.ts';

/** Captured rows that are compared; the capture probe writes about as many, and a wrong setting shows in the first of them. */
const MAX_COMPARED = 100;

interface Prediction {
  readonly raw: readonly RawRow[];
  readonly predict: (row: Row, index: number) => PredictedRow;
}

/** Compares captured rows with what is predicted for the same rows of the data. */
export function captureAgreement(
  capture: GatheredEvidence['capture'],
  trainedRows: Evidence['trainedRows'],
  { raw, predict }: Prediction,
): CaptureAgreement {
  if (capture.state === 'absent') return { kind: 'no-capture' };
  if (trainedRows.state !== 'found') return { kind: 'not-comparable', because: whyNot(trainedRows) };
  const byIndex = new Map(raw.map(({ index, row }) => [index, row]));
  const captured = trainedRows.value.rows.slice(0, MAX_COMPARED);
  const twins = twinFinder(raw);
  const clusters = new Map<string, DifferenceCluster>();
  let [compared, same] = [0, 0];
  for (const row of captured) {
    const [place, data] = [row.dataRow, row.dataRow === undefined ? undefined : byIndex.get(row.dataRow)];
    if (place === undefined || data === undefined) continue;
    compared += 1;
    const difference = closest({ captured: row, data, twins }, (other) => predict(other, place));
    if (difference.kind === 'same') same += 1;
    else count(clusters, { difference, rows: 1, line: row.captured.line });
  }
  if (compared === 0)
    return { kind: 'not-comparable', because: 'no captured row could be matched to a row of the training data' };
  const differences = [...clusters.values()].sort((a, b) => b.rows - a.rows || a.line - b.line);
  return {
    kind: 'compared',
    path: trainedRows.value.path,
    rows: compared,
    same,
    unmatched: captured.length - compared,
    differences,
  };
}

function whyNot(trainedRows: Exclude<Evidence['trainedRows'], { readonly state: 'found' }>): string {
  return trainedRows.state === 'absent' ? `there are no ${trainedRows.looked.join(', ')}` : trainedRows.reason;
}

/** Rows with equal texts that differ in another column: which of them was captured cannot be told. */
const MAX_TWINS = 4;

type TwinFinder = (row: Row) => readonly Row[];

/** The other rows that a captured row may come from, because its text is in several. Indexed when first asked, which few runs need. */
function twinFinder(raw: readonly RawRow[]): TwinFinder {
  let byText: Map<string, Row[]> | undefined;
  const indexed = (): Map<string, Row[]> => {
    const index = new Map<string, Row[]>();
    for (const { row } of raw) {
      const twins = index.get(textKey(row)) ?? [];
      if (twins.length < MAX_TWINS) index.set(textKey(row), [...twins, row]);
    }
    return index;
  };
  return (row) => {
    byText ??= indexed();
    return (byText.get(textKey(row)) ?? []).filter((other) => other !== row);
  };
}

function textKey(row: Row): string {
  return JSON.stringify(row.completion ?? row.messages ?? row.conversations ?? row.text ?? null);
}

interface Given {
  readonly captured: TrainedRow;
  readonly data: Row;
  readonly twins: TwinFinder;
}

/** The difference from the row that it was recognised as, unless it equals another one with the same text. */
function closest({ captured, data, twins }: Given, predict: (row: Row) => PredictedRow): LabelDifference {
  const own = compareLabels(captured, predict(data));
  if (own.kind === 'same') return own;
  return (
    twins(data)
      .map((twin) => compareLabels(captured, predict(twin)))
      .find(({ kind }) => kind === 'same') ?? own
  );
}

function count(clusters: Map<string, DifferenceCluster>, one: DifferenceCluster): void {
  const { at: _, ...kind } = { at: 0, ...one.difference };
  const key = JSON.stringify(kind);
  const known = clusters.get(key);
  clusters.set(key, known ? { ...known, rows: known.rows + 1 } : one);
}
