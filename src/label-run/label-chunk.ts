import { labelFactsOfRow } from '../evidence/derive/label-facts-of-row.ts';
import type { TableHead } from '../evidence/derive/label-plan.ts';
import type { LabelSetup } from '../evidence/derive/label-setup.ts';
import type { RowLabelFacts } from '../evidence/label-facts-of-row.ts';
import { chunkRows } from '../gather/chunk-rows.ts';
import type { RowChunk } from '../gather/row-chunks.ts';
import type { LabelNote } from '../labels/label-prediction.ts';
import type { FailureType } from '../labels/training-setup.ts';
import { createRowTally } from '../labels/trl/row-tally.ts';
import type { ReportRow } from '../report/report.ts';
import { reportRow } from '../report/report-row.ts';
import { loadTokenizer } from '../tokenizer/load-tokenizer.ts';
import { type RegionHints, type RowLabeller, rowLabeller } from './row-labeller.ts';

/** Everything a thread needs to label rows. Plain data. */
export interface ChunkSetup extends RegionHints {
  readonly setup: LabelSetup;
  readonly head: TableHead;
  readonly tokenizerJson: string;
  readonly tokenizerConfig: string | undefined;
  readonly classes: readonly string[];
  /** Path for messages. */
  readonly path: string;
}

export interface RowFailure {
  readonly row: number;
  readonly type: FailureType | 'unreadable';
  readonly message: string;
}

/** Numbers of rows count from the beginning of the chunk. */
export interface ChunkResult {
  readonly rows: number;
  readonly facts: readonly RowLabelFacts[];
  readonly failures: readonly RowFailure[];
  readonly mismatched: readonly number[];
  readonly notes: readonly LabelNote[];
  /** Views of the worst rows of the chunk, with their place in `facts`. */
  readonly views: readonly { readonly at: number; readonly view: ReportRow }[];
}

/** Rows of each verdict and chunk that are kept for showing; the caller keeps the first of all. */
const VIEWS_PER_VERDICT = 3;

export type ChunkLabeller = (chunk: RowChunk) => Promise<ChunkResult>;

/** Makes the function that labels chunks. Called once per thread: it loads the tokenizer and compiles the template. */
export function chunkLabeller(given: ChunkSetup): ChunkLabeller {
  const { tokenizerJson, tokenizerConfig, setup, head } = given;
  const tokenizer = loadTokenizer({ tokenizerJson, ...(tokenizerConfig === undefined ? {} : { tokenizerConfig }) });
  const labeller = rowLabeller({ setup, head, tokenizer }, given);
  if (!labeller.ok) throw new Error(`rows cannot be labelled after a failed plan: ${labeller.problem.reason}`);
  return async (chunk) => labelRows(await chunkRows(chunk), labeller.value, given);
}

/** A text in place of a row says why it cannot be read. */
function labelRows(
  rows: Awaited<ReturnType<typeof chunkRows>>,
  { plan, label }: RowLabeller,
  { classes, path }: ChunkSetup,
): ChunkResult {
  const tally = createRowTally(plan);
  const facts: RowLabelFacts[] = [];
  const failures: RowFailure[] = [];
  const mismatched: number[] = [];
  const views: { at: number; view: ReportRow }[] = [];
  const shown = new Map<string, number>();
  rows.forEach((row, index) => {
    if (typeof row === 'string') {
      failures.push({ row: index, type: 'unreadable', message: row });
      return;
    }
    tally.read(row);
    const predicted = label(row, index);
    if (predicted.state === 'failed') {
      failures.push({ row: index, type: predicted.problem.type, message: predicted.problem.message });
      return;
    }
    tally.labelled(predicted.labels, index);
    if (predicted.labels.isMismatched) mismatched.push(index);
    const isDropped = predicted.state === 'dropped';
    const one = labelFactsOfRow(predicted.row, { isDropped, isCut: predicted.isCut, classes });
    const count = shown.get(one.verdict) ?? 0;
    shown.set(one.verdict, count + 1);
    if (count < VIEWS_PER_VERDICT)
      views.push({ at: facts.length, view: reportRow(predicted.row, { path, title: '' }) });
    facts.push(one);
  });
  return { rows: rows.length, facts, failures, mismatched, views, notes: tally.notes() };
}
