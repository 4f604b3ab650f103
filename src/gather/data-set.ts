import type { DataRow, DataSet } from '../evidence/data-set.ts';
import { absent, found, type Gathered } from '../evidence/gathered.ts';
import { dataDamage } from './data-damage.ts';
import type { DataFiles } from './data-files.ts';
import { dataRow } from './data-row.ts';
import { noRows } from './no-rows.ts';
import { createRawRows } from './raw-rows.ts';
import { readDataRows } from './read-data-rows.ts';

/** Fine-tuning sets have thousands of rows; beyond this the first part stands for the whole. */
const MAX_ROWS = 100_000;
/** 256 MB of text, in UTF-16 units of two bytes. */
const MAX_UNITS = 128 * 1024 * 1024;

/** Reads training or evaluation rows. `textField` is the trainer's `dataset_text_field` where it is known. */
export async function gatherDataSet(
  data: DataFiles | undefined,
  looked: string,
  textField: string | undefined,
): Promise<Gathered<DataSet>> {
  if (!data) return absent(looked);
  const damage = dataDamage();
  const rows: DataRow[] = [];
  const raw = createRawRows();
  let total = 0;
  let units = 0;
  for await (const { index, value, lost = 1 } of readDataRows(data, damage.of)) {
    total = index + lost;
    if (!value || rows.length >= MAX_ROWS || units >= MAX_UNITS) continue;
    const row = dataRow(index, value, textField);
    units += row.turns.reduce((sum, { text }) => sum + text.length, row.text?.length ?? 0);
    rows.push(row);
    raw.offer({ index, row: value });
  }
  const entries = damage.entries();
  if (rows.length === 0) return noRows(data.shown, entries);
  return found({ path: data.shown, rows, raw: raw.items(), total, damage: entries }, data.shown);
}
