import { ok, type Result } from '../../lib/result.ts';
import { IGNORED_LABEL } from '../ignored-label.ts';
import type { LabelledRow, LabelNote } from '../label-prediction.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { fail } from './fail.ts';
import { type PackingStrategy, type PackSettings, packRows } from './pack-rows.ts';
import type { Plan } from './plan.ts';

/** Rows in a batch of `Dataset.map`. */
const PACKING_BATCH = 1000;

export interface FinishedRows {
  readonly rows: readonly LabelledRow[];
  readonly sources: readonly (readonly number[])[];
  readonly droppedRows: readonly number[];
  readonly notes: readonly LabelNote[];
}

function bearsLoss(labels: readonly number[]): boolean {
  return labels.some((label) => label !== IGNORED_LABEL);
}

/** Python's `[:length]` or `[-length:]`, negative lengths included. */
function cutter(mode: string, length: number): ((list: readonly number[]) => readonly number[]) | undefined {
  if (mode === 'keep_start') return (list) => (length >= list.length ? list : list.slice(0, length));
  if (mode === 'keep_end') return (list) => (length >= list.length ? list : list.slice(-length));
  return undefined;
}

function droppedNote(rows: readonly number[]): LabelNote[] {
  const [firstRow] = rows;
  return firstRow === undefined ? [] : [{ kind: 'rows-dropped', rows: rows.length, firstRow }];
}

function cutNote(rows: readonly LabelledRow[], maxLength: number): LabelNote[] {
  const isCut = ({ inputIds }: LabelledRow): boolean => inputIds.length > maxLength;
  const count = rows.filter(isCut).length;
  return count === 0 ? [] : [{ kind: 'rows-cut', rows: count, firstRow: rows.findIndex(isCut), maxLength }];
}

function cutRows(plan: Plan, rows: readonly LabelledRow[], length: number): Result<FinishedRows, TrainerFailure> {
  const cut = cutter(plan.config.truncation_mode, length);
  if (cut === undefined)
    return fail(
      'ValueError',
      `truncation_mode "${plan.config.truncation_mode}" is neither keep_start nor keep_end, so training does not start. Set keep_start.`,
    );
  const kept: LabelledRow[] = [];
  const sources: number[][] = [];
  const droppedRows: number[] = [];
  for (const [index, row] of rows.entries()) {
    const labels = cut(row.labels);
    if (plan.behaviour.dropsMaskedRows && !plan.isUnprepared && !bearsLoss(labels)) droppedRows.push(index);
    else {
      kept.push({ inputIds: cut(row.inputIds), labels });
      sources.push([index]);
    }
  }
  const notes = [...cutNote(rows, length), ...droppedNote(droppedRows)];
  return ok({ rows: kept, sources, droppedRows, notes });
}

function strategyOf(plan: Plan): PackingStrategy | undefined {
  const { packing_strategy: name } = plan.config;
  if (name === 'wrapped' || !plan.behaviour.packsByBestFit) return 'wrapped';
  if (name === 'bfd') return plan.behaviour.overlong === 'split' ? 'bfd_split' : 'bfd';
  return name === 'bfd_split' ? 'bfd_split' : undefined;
}

/** What packing is told; whether rows fit to be packed is looked at afterwards. */
function packSettings(plan: Plan): Result<PackSettings, TrainerFailure> {
  const size = plan.config.max_length;
  if (size === null || size === undefined)
    return fail('ValueError', 'Packing needs max_length, the length of a pack, and it is null. Set max_length.');
  const strategy = strategyOf(plan);
  if (strategy === undefined)
    return fail(
      'ValueError',
      `packing_strategy "${plan.config.packing_strategy}" is none of bfd, bfd_split and wrapped. Set one of them.`,
    );
  if (size < 1 || plan.config.shuffle_dataset) {
    const reason = size < 1 ? `max_length is ${size}` : 'shuffle_dataset draws the order of rows first';
    return fail('CannotTell', `Which rows share a pack is not predicted: ${reason}. Predict without packing.`);
  }
  return ok({ strategy, size, isOneChunk: plan.chunks === 'one', processes: plan.config.dataset_num_proc ?? 1 });
}

function pack(plan: Plan, rows: readonly LabelledRow[]): Result<FinishedRows, TrainerFailure> {
  const settings = packSettings(plan);
  if (!settings.ok) return settings;
  const { strategy, isOneChunk, processes } = settings.value;
  const repeated = strategy === 'wrapped' ? Math.max(0, rows.length - PACKING_BATCH) : 0;
  if ((repeated > 0 && plan.chunks === 'unknown') || (strategy === 'wrapped' && isOneChunk && processes > 1))
    return fail(
      'CannotTell',
      'TRL repeats the first rows instead of later ones when it wraps more than 1000 rows that lie in one piece in memory, and for rows from a file with input_ids and labels that is not known. Use packing_strategy bfd.',
    );
  const odd = rows.find(({ inputIds, labels }) => inputIds.length !== labels.length);
  if (odd)
    return fail(
      'ValueError',
      'A row has more or fewer labels than ids, and packing takes equally many. Correct the labels or mask column.',
    );
  if (strategy !== 'wrapped' && rows.every(({ inputIds }) => inputIds.length === 0))
    return fail('ArrowNotImplementedError', 'No row has a token, and packing cannot work with that. Check the data.');
  const packed = packRows(rows, settings.value);
  const masked = packed.rows.filter(({ labels }) => !bearsLoss(labels)).length;
  const notes: LabelNote[] = masked > 0 ? [{ kind: 'masked-packs', rows: masked }] : [];
  if (repeated > 0 && isOneChunk)
    notes.push({ kind: 'later-rows-not-packed', rows: repeated, firstRow: PACKING_BATCH });
  return ok({ ...packed, droppedRows: [], notes });
}

/** What `_prepare_dataset` does with the labelled set as a whole: cut and drop rows, or pack them. */
export function finishRows(plan: Plan, rows: readonly LabelledRow[]): Result<FinishedRows, TrainerFailure> {
  const { config } = plan;
  if (config.packing && !plan.isUnprepared) return pack(plan, rows);
  const isCut = !plan.isUnprepared || plan.behaviour.cutsUnprepared;
  if (isCut && typeof config.max_length === 'number') return cutRows(plan, rows, config.max_length);
  return ok({
    rows: rows.map(({ inputIds, labels }) => ({ inputIds, labels })),
    sources: rows.map((_, index) => [index]),
    droppedRows: [],
    notes: [],
  });
}
