import { labelPlan } from '../evidence/derive/label-plan.ts';
import type { RowLabelFacts } from '../evidence/label-facts-of-row.ts';
import type { DataFiles } from '../gather/data-files.ts';
import { type RowChunk, rowChunks } from '../gather/row-chunks.ts';
import type { LabelNote } from '../labels/label-prediction.ts';
import type { LabelsFact, LabelsSide } from '../report/labels-report.ts';
import { basisText } from './basis-text.ts';
import { type ChunkResult, type ChunkSetup, chunkLabeller } from './label-chunk.ts';
import { labelNoteText } from './label-note-text.ts';
import { labelSide } from './label-side.ts';
import type { Predictable } from './label-sources.ts';
import { mergeNotes } from './merge-notes.ts';
import { refusedSide } from './refused-side.ts';

/** Labels chunks, in order; the default does so on this thread. */
export type MapChunks = (setup: ChunkSetup, chunks: AsyncIterable<RowChunk>) => AsyncIterable<ChunkResult>;

export interface Watch {
  readonly mapChunks?: MapChunks;
  /** Called with every row, in order; may be waited for, as for a file that is written. */
  readonly onRow?: (facts: RowLabelFacts, source: LabelsSide['source']) => Promise<void> | void;
  /** `share` of the bytes, where the format is read in the order of its bytes. */
  readonly onProgress?: (rows: number, share?: number) => void;
}

/** Labels every row of the data set as the trainer would. */
export async function predictedSide(given: Predictable, watch: Watch): Promise<LabelsSide> {
  const { outcome } = labelPlan(given.setup, given.tokenizer.tokenizer, given.head);
  const warnings = outcome.warnings.map(({ kind, message }) => ({ kind, text: message }));
  if (!outcome.ok) {
    const basis = basisText(outcome.basis, given.setup.trainer);
    return refusedSide(outcome.problem, { path: given.data.shown, basis, warnings });
  }
  const side = labelSide('prediction', given.data.shown);
  let total = 0;
  let notes: readonly LabelNote[] = outcome.notes;
  const chunks = countedChunks(given.data);
  for await (const result of (watch.mapChunks ?? onThisThread)(given.chunk, chunks.chunks)) {
    const at = (row: number): number => total + row;
    for (const failure of result.failures) side.failure({ ...failure, row: at(failure.row) });
    for (let count = 0; count < result.mismatched.length; count += 1) side.mismatch();
    for (const facts of result.facts) {
      const numbered = { ...facts, row: at(facts.row) };
      side.row(numbered);
      await watch.onRow?.(numbered, 'prediction');
    }
    for (const { at: place, view } of result.views) {
      const facts = result.facts[place];
      if (facts === undefined || !side.wantsView(facts)) continue;
      side.view({ ...view, row: at(view.row), title: rowTitle(at(view.row), facts) }, facts);
    }
    notes = mergeNotes(notes, result.notes, at);
    total += result.rows;
    watch.onProgress?.(total, chunks.share());
  }
  return side.finish({
    total,
    basis: basisText(outcome.plan.basis, given.setup.trainer),
    warnings,
    notes: shownNotes(notes),
  });
}

function rowTitle(row: number, { state }: RowLabelFacts): string {
  return `Row ${row} of the data${state === 'dropped' ? ', dropped' : ''}`;
}

/** The chunks of a data set, and how much of it has been handed out. */
function countedChunks(data: DataFiles) {
  const size = data.files.reduce((sum, file) => sum + file.size, 0);
  let read = 0;
  async function* counted(): AsyncGenerator<RowChunk> {
    for await (const chunk of rowChunks(data)) {
      if (chunk.kind === 'lines') read += chunk.bytes.length;
      yield chunk;
    }
  }
  return { chunks: counted(), share: () => (read > 0 && size > 0 ? read / size : undefined) };
}

async function* onThisThread(setup: ChunkSetup, chunks: AsyncIterable<RowChunk>): AsyncGenerator<ChunkResult> {
  const label = chunkLabeller(setup);
  for await (const chunk of chunks) yield await label(chunk);
}

/** A training_args.bin has over a hundred settings that decide no label: naming them would bury the rest. */
function shownNotes(notes: readonly LabelNote[]): LabelsFact[] {
  return notes.filter(({ kind }) => kind !== 'keys-not-read').map(labelNoteText);
}
