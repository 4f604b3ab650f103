import type { Conversion } from './convert/conversion.ts';
import { type ConversionSummary, conversionTally } from './convert/conversion-summary.ts';
import { convertRow } from './convert/convert-row.ts';
import type { RowValue } from './formats/row-value.ts';
import { createDamageList } from './gather/damage-list.ts';
import { folderAt, openTree } from './gather/folder.ts';
import { readRows } from './gather/read-rows.ts';
import { failed, ok, type Result } from './lib/result.ts';
import type { NamedFile } from './mark-template.ts';

/**
 * Converts a data set row by row and hands every converted row to `write` as a line of JSON. Rows that cannot be converted without losing
 * something are left out and counted.
 */
export async function convertData(
  { files, name }: NamedFile,
  conversion: Conversion,
  write: (line: string) => Promise<void>,
): Promise<Result<ConversionSummary>> {
  const located = folderAt(await openTree(files, ''), '').find(name);
  if (located === undefined) return failed(`${name} is not there`);
  const damage = createDamageList(located.shown);
  const tally = conversionTally();
  for await (const { index, value } of readRows(located, damage)) {
    if (value === undefined) {
      tally.refused(index, 'could not be read');
      continue;
    }
    const converted = convertRow(value, conversion);
    if (converted.state === 'refused') tally.refused(index, converted.reason);
    else if (converted.rows.some(holdsBytes)) {
      tally.refused(index, 'holds an image as bytes, which JSON cannot; save the images as files and name their paths');
    } else {
      tally.converted(converted.rows.length, converted.changes);
      for (const row of converted.rows) await write(`${JSON.stringify(row)}\n`);
    }
  }
  return ok(
    tally.summary(
      damage.entries().map(({ reason, line }) => (line === undefined ? reason : `line ${line}: ${reason}`)),
    ),
  );
}

function holdsBytes(value: RowValue): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return value instanceof Uint8Array || Object.values(value).some(holdsBytes);
}
