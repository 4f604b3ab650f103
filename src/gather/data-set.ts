import type { DataRow, DataSet } from '../evidence/data-set.ts';
import { absent, found, type Gathered, unreadable } from '../evidence/gathered.ts';
import { createDamageList } from './damage-list.ts';
import { dataRow } from './data-row.ts';
import type { LocatedFile } from './folder.ts';
import { noRows } from './no-rows.ts';
import { readRows } from './read-rows.ts';

/** Fine-tuning sets have thousands of rows; beyond this the first part stands for the whole. */
const MAX_ROWS = 100_000;
/** 256 MB of text, in UTF-16 units of two bytes. */
const MAX_UNITS = 128 * 1024 * 1024;

/** Reads training or evaluation rows. `textField` is the trainer's `dataset_text_field` where it is known. */
export async function gatherDataSet(
  file: LocatedFile | undefined,
  looked: string,
  textField: string | undefined,
): Promise<Gathered<DataSet>> {
  if (!file) return absent(looked);
  if (/\.(parquet|arrow)$/.test(file.path)) {
    return unreadable(
      file.shown,
      'Parquet and Arrow files are not read; write the rows as JSON Lines (dataset.to_json)',
    );
  }
  const damage = createDamageList(file.shown);
  const rows: DataRow[] = [];
  let total = 0;
  let units = 0;
  for await (const { index, value } of readRows(file, damage)) {
    total = index + 1;
    if (!value || rows.length >= MAX_ROWS || units >= MAX_UNITS) continue;
    const row = dataRow(index, value, textField);
    units += row.turns.reduce((sum, { text }) => sum + text.length, row.text?.length ?? 0);
    rows.push(row);
  }
  const entries = damage.entries();
  if (rows.length === 0) return noRows(file.shown, entries);
  return found({ path: file.shown, rows, total, damage: entries }, file.shown);
}
