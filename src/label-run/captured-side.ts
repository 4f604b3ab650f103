import type { DataSet } from '../evidence/data-set.ts';
import { labelFactsOfRow } from '../evidence/derive/label-facts-of-row.ts';
import { deriveTrainedRows } from '../evidence/derive/trained-rows.ts';
import type { Gathered } from '../evidence/gathered.ts';
import type { TrainedRow, TrainedRows } from '../evidence/trained-rows.ts';
import type { LabelsSide } from '../report/labels-report.ts';
import { reportRow } from '../report/report-row.ts';
import { labelSide } from './label-side.ts';
import type { LabelSources } from './label-sources.ts';
import type { Watch } from './predicted-side.ts';

/** The captured rows with a region for every token. */
export function capturedRows(
  { inputs, templateProbes }: LabelSources,
  trainData: Gathered<DataSet>,
): Gathered<TrainedRows> {
  return deriveTrainedRows({ ...inputs.evidence, trainData }, templateProbes);
}

/**
 * What the trainer's own collator produced, row by row. Where the answer of a row was not found in its text, and the row has the predicted
 * ids and labels (`agreed`), the regions are those of the prediction, which knows them from the rendering.
 */
export async function capturedSide(
  rows: TrainedRows,
  { inputs, classes }: LabelSources,
  { agreed, ...watch }: Watch & { readonly agreed?: ReadonlyMap<number, TrainedRow> },
): Promise<LabelsSide> {
  const side = labelSide('capture', rows.path);
  for (const searched of rows.rows) {
    const row = searched.located === 'none' ? withRegionsOf(agreed?.get(searched.captured.index), searched) : searched;
    const facts = labelFactsOfRow(row, { isDropped: false, isCut: isCut(row), classes });
    side.row(facts);
    await watch.onRow?.(facts, 'capture');
    if (side.wantsView(facts)) {
      side.view(
        reportRow(row, { path: rows.path, title: `Captured row ${row.captured.index} (step ${row.captured.step})` }),
        facts,
      );
    }
  }
  const { capture } = inputs.evidence;
  return side.finish({
    total: capture.state === 'found' ? capture.value.total : rows.rows.length,
    basis: "what the trainer's own collator produced",
    warnings: [],
    notes: [],
  });
}

function withRegionsOf(predicted: TrainedRow | undefined, row: TrainedRow): TrainedRow {
  return predicted === undefined ? row : { ...predicted, captured: row.captured };
}

function isCut({ answers }: TrainedRow): boolean {
  return answers.some(({ state }) => state === 'cut');
}
