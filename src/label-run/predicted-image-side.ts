import { labelFactsOfRow } from '../evidence/derive/label-facts-of-row.ts';
import { createDamageList } from '../gather/damage-list.ts';
import { readDataRows } from '../gather/read-data-rows.ts';
import type { TrainerFailure } from '../labels/training-setup.ts';
import { spread } from '../lib/spread.ts';
import type { LabelsSide } from '../report/labels-report.ts';
import { reportRow } from '../report/report-row.ts';
import { basisText } from './basis-text.ts';
import { imageNoteText } from './image-note-text.ts';
import { type ImageInputs, imageRegions, type LabelledBatch, labelImages } from './label-images.ts';
import { labelSide } from './label-side.ts';
import type { Predictable } from './label-sources.ts';
import { mergeNotes } from './merge-notes.ts';
import type { PlacedRow } from './predict-rows.ts';
import type { Watch } from './predicted-side.ts';
import { refusedSide } from './refused-side.ts';

/** Rows that are labelled: every image is opened for its size, and a pattern shows in these. */
const LOOKED_ROWS = 1000;
/** Rows whose images are in memory at once; a photograph has some MB. */
const BATCH_ROWS = 16;

/** Labels an even spread of the rows with images as TRL's vision collator would. */
export async function predictedImageSide(given: Predictable, images: ImageInputs, watch: Watch): Promise<LabelsSide> {
  const path = given.data.shown;
  const { setup } = given;
  const side = labelSide('prediction', path);
  const [total, wanted] = await chosenPlaces(given);
  let notes: LabelledBatch['prediction']['notes'] = [];
  let basis: LabelledBatch['prediction']['basis'] = 'release-notes';
  const refused = (problem: TrainerFailure): LabelsSide =>
    refusedSide(problem, { path, basis: basisText(basis, setup.trainer), warnings: [] });
  for await (const rows of batches(given, wanted, side.failure)) {
    const labelled = await labelImages(given, images, { setup, rows });
    if (!labelled.ok) return refused(labelled.problem);
    const { failures, places, prediction } = labelled.value;
    for (const failure of failures) side.failure(rowFailure(failure));
    basis = prediction.basis;
    notes = mergeNotes(notes, prediction.notes, (row) => places[row] ?? row);
    if (places.length === 0) continue;
    const regions = imageRegions({ setup, rows }, labelled.value, { sources: images.sources, path });
    if (!regions.ok) return refused({ type: 'CannotTell', message: `It needs ${regions.problem.reason}.` });
    for (const row of regions.value.rows) {
      const isCut = row.answers.some(({ state }) => state === 'cut');
      const facts = labelFactsOfRow(row, { isDropped: false, isCut, classes: images.sources.classes });
      side.row(facts);
      await watch.onRow?.(facts, 'prediction');
      if (side.wantsView(facts)) side.view(reportRow(row, { path, title: `Row ${facts.row} of the data` }), facts);
      watch.onProgress?.(facts.row + 1);
    }
  }
  const looked = total > wanted.size ? `; ${wanted.size} rows, evenly spread over ${total}` : '';
  return side.finish({
    total,
    basis: `${basisText(basis, setup.trainer)}${looked}`,
    warnings: [],
    notes: notes.filter(({ kind }) => kind !== 'keys-not-read').map(imageNoteText),
  });
}

async function chosenPlaces({ data }: Predictable): Promise<readonly [number, ReadonlySet<number>]> {
  let total = 0;
  for await (const { index, lost = 1 } of readDataRows(data, ({ shown }) => createDamageList(shown)))
    total = index + lost;
  const all = Array.from({ length: total }, (_, place) => place);
  return [total, new Set(spread(all, LOOKED_ROWS))];
}

async function* batches(
  { data }: Predictable,
  wanted: ReadonlySet<number>,
  lose: (failure: LabelsSide['failures'][number]) => void,
): AsyncGenerator<readonly PlacedRow[]> {
  let rows: PlacedRow[] = [];
  for await (const { index, value } of readDataRows(data, ({ shown }) => createDamageList(shown))) {
    if (!wanted.has(index)) continue;
    if (value === undefined) lose({ row: index, type: 'unreadable', message: 'could not be read' });
    else rows.push({ row: value, place: index });
    if (rows.length < BATCH_ROWS) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}

function rowFailure({ type, message, row = 0 }: TrainerFailure): LabelsSide['failures'][number] {
  return { row, type, message };
}
