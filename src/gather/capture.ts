import type { Capture, CapturedRow } from '../evidence/capture.ts';
import type { Damage } from '../evidence/damage.ts';
import { absent, found, type Gathered } from '../evidence/gathered.ts';
import { IGNORED_LABEL } from '../labels/ignored-label.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { CaptureMeta } from './capture-meta.ts';
import { createDamageList } from './damage-list.ts';
import type { Folder } from './folder.ts';
import { noRows } from './no-rows.ts';
import { type ReadRow, readRows } from './read-rows.ts';
import { tokenIds } from './token-ids.ts';

/** A probe records a few hundred rows; the first thousands of a full capture say the same. */
const MAX_ROWS = 4_000;
const MAX_TOKENS = 4_000_000;

/** Reads the captured batches. A row whose labels are neither -100 nor the id beside them is damage: no such loss is described here. */
export async function gatherCapture(
  capture: Folder | undefined,
  meta: Gathered<CaptureMeta>,
): Promise<Gathered<Capture>> {
  const file = capture?.find('batches.jsonl');
  if (!file) return absent(capture?.show('batches.jsonl') ?? 'capture/batches.jsonl');
  const damage = createDamageList(file.shown);
  const rows: CapturedRow[] = [];
  let total = 0;
  let tokens = 0;
  for await (const read of readRows(file, damage)) {
    total = read.index + 1;
    if (!read.value || rows.length >= MAX_ROWS || tokens >= MAX_TOKENS) continue;
    const row = capturedRow(read, rows.length);
    if (!row.ok) damage.add(row.problem.reason, read.line);
    else {
      tokens += row.value.ids.length;
      rows.push(row.value);
    }
  }
  const known = meta.state === 'found' ? meta.value : undefined;
  const entries: readonly Damage[] = [...damage.entries(), ...(known?.damage ?? [])];
  if (rows.length === 0) return noRows(file.shown, entries);
  return found({ path: file.shown, rows, total, ...described(known), damage: entries }, file.shown);
}

function capturedRow({ value = {}, line }: ReadRow, index: number): Result<CapturedRow> {
  const ids = tokenIds(value.input_ids, 'input_ids');
  if (!ids.ok) return ids;
  const labels = tokenIds(value.labels, 'labels', IGNORED_LABEL);
  if (!labels.ok) return labels;
  if (ids.value.length === 0) return failed('input_ids is empty');
  if (labels.value.length !== ids.value.length) {
    return failed(
      `labels has ${labels.value.length} entries, but input_ids has ${ids.value.length}; each token needs one label`,
    );
  }
  const wrong = labels.value.findIndex((label, at) => label !== IGNORED_LABEL && label !== ids.value[at]);
  if (wrong !== -1) {
    return failed(
      `labels[${wrong}] is ${labels.value[wrong]}, neither -100 nor the id at its place (${ids.value[wrong]})`,
    );
  }
  const step = typeof value.step === 'number' && Number.isSafeInteger(value.step) ? value.step : 0;
  return ok({ index, line, step, ids: ids.value, labels: labels.value });
}

function described(meta: CaptureMeta | undefined): Partial<Capture> {
  if (!meta) return {};
  const { fields } = meta;
  return {
    metaPath: meta.path,
    ...(fields.trainer == null ? {} : { trainer: fields.trainer }),
    ...(fields.data_collator == null ? {} : { collator: fields.data_collator }),
    ...(fields.processing_class == null ? {} : { processingClass: fields.processing_class }),
    ...(fields.model_class == null ? {} : { modelClass: fields.model_class }),
    ...(fields.eos_token_id == null ? {} : { eosTokenId: fields.eos_token_id }),
    ...(fields.pad_token_id == null ? {} : { padTokenId: fields.pad_token_id }),
    ...(fields.dataset_rows == null ? {} : { datasetRows: fields.dataset_rows }),
    ...(fields.trained_rows == null ? {} : { trainedRows: fields.trained_rows }),
    ...(fields.resolved_completion_only_loss == null
      ? {}
      : { resolvedCompletionOnlyLoss: fields.resolved_completion_only_loss }),
  };
}
