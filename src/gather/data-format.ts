/** How a data set's file is read. */
export type DataFormat = 'jsonl' | 'json' | 'parquet' | 'arrow' | 'csv' | 'tsv';

const FORMATS: ReadonlyMap<string, DataFormat> = new Map([
  ['jsonl', 'jsonl'],
  ['ndjson', 'jsonl'],
  ['json', 'json'],
  ['parquet', 'parquet'],
  ['arrow', 'arrow'],
  ['feather', 'arrow'],
  ['csv', 'csv'],
  ['tsv', 'tsv'],
]);

/** By the end of the name, as `datasets` decides; undefined for what holds no rows. */
export function dataFormat(path: string): DataFormat | undefined {
  return FORMATS.get(/\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '');
}
