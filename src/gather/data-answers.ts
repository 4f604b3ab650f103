import { IMAGE_HEAD_BYTES } from '../formats/image-head-bytes.ts';
import type { JsonValue } from '../formats/json.ts';
import type { Row, RowValue } from '../formats/row-value.ts';
import { rowImages } from '../labels/vision/row-images.ts';
import { createDamageList } from './damage-list.ts';
import type { DataFiles } from './data-files.ts';
import { dataRow, GOLD_COLUMNS } from './data-row.ts';
import { detached, detachedText } from './detached.ts';
import { detachedColumns } from './prediction-row.ts';
import { readDataRows } from './read-data-rows.ts';
import type { WindowRow } from './row-window.ts';
import { columnFinder, columnValue } from './slice-columns.ts';

/** What a row of evaluation data says of the prediction that answers it. */
export interface DataAnswer {
  /** As a column has it: a class, fields, a text. */
  readonly gold?: JsonValue;
  /** The last answering turn. */
  readonly target?: string;
  /** What the user asked, turn by turn. */
  readonly prompt?: string;
  readonly columns: Readonly<Record<string, string | number | boolean | null>>;
}

/** A row with its object, besides its texts. */
const ROW_UNITS = 300;
/** A prompt with a document is some thousand characters; of a longer one the detectors look at the beginning. */
const MAX_TEXT = 64 * 1024;
const MAX_GOLD_DEPTH = 64;

/** Rows of evaluation data one by one, known by their `id` and by their place from 0 (`#12`). `columns`: what the user slices by. */
export async function* dataAnswers(data: DataFiles, columns: readonly string[]): AsyncGenerator<WindowRow<DataAnswer>> {
  const find = columnFinder(columns);
  const image = imageSizer(data);
  for await (const { index, value } of readDataRows(data, ({ shown }) => createDamageList(shown))) {
    if (value === undefined) continue;
    const asked = Object.fromEntries(columns.map((column) => [column, columnValue(value, column)]));
    const answer = {
      ...answerOf(index, value),
      columns: detachedColumns({ ...find(value), ...(await image(value)), ...asked }),
    };
    const units = ROW_UNITS + (answer.prompt?.length ?? 0) + (answer.target?.length ?? 0) + sizeOf(answer.gold);
    yield { keys: keysOf(index, value), ...splitOf(value), value: answer, units };
  }
}

function keysOf(index: number, { id }: Row): readonly string[] {
  const place = `#${index}`;
  return typeof id === 'string' || typeof id === 'number' ? [detachedText(String(id)), place] : [place];
}

function splitOf({ split }: Row): { readonly split?: string } {
  return typeof split === 'string' ? { split: detachedText(split) } : {};
}

function answerOf(index: number, row: Row): Omit<DataAnswer, 'columns'> {
  const { turns, text } = dataRow(index, row);
  const last = turns.findLast(({ answer }) => answer);
  const asked = turns.filter((turn) => turn !== last && turn.role !== 'system').map((turn) => turn.text);
  const gold = goldOf(row);
  return {
    ...(gold === undefined ? {} : { gold: detached(gold) }),
    ...(last === undefined || text !== undefined ? {} : { target: detachedText(last.text.slice(0, MAX_TEXT)) }),
    ...(asked.length === 0 ? {} : { prompt: detachedText(asked.join('\n').slice(0, MAX_TEXT)) }),
  };
}

function goldOf(row: Row): JsonValue | undefined {
  for (const column of GOLD_COLUMNS) {
    const value = row[column];
    if (value === undefined || value === null) continue;
    const json = jsonOf(value, 0);
    if (json !== undefined) return json;
  }
  return undefined;
}

/** The value without what JSON cannot hold; undefined when it is bytes, or nests deeper than any gold answer. */
function jsonOf(value: RowValue, depth: number): JsonValue | undefined {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Uint8Array || depth > MAX_GOLD_DEPTH) return undefined;
  if (Array.isArray(value)) return value.map((item: RowValue) => jsonOf(item, depth + 1) ?? null);
  const entries = Object.entries(value).map(([key, item]) => [key, jsonOf(item, depth + 1) ?? null] as const);
  return Object.assign(Object.create(null), Object.fromEntries(entries));
}

function sizeOf(gold: JsonValue | undefined): number {
  return gold === undefined ? 0 : JSON.stringify(gold).length;
}

/** The pixels of a row's largest image, where the data has images whose size can be read: bytes, base64, a path beside the data. */
function imageSizer({ files: [first] }: DataFiles): (row: Row) => Promise<{ readonly 'image megapixels'?: number }> {
  const folder = first.path.slice(0, first.path.lastIndexOf('/') + 1);
  const readImage = async (path: string): Promise<Uint8Array | undefined> => {
    const head = await first.files.slice(folder + path, 0, IMAGE_HEAD_BYTES);
    return head.ok ? head.value : undefined;
  };
  return async (row) => {
    const column = ['image', 'images'].find((name) => row[name] !== undefined && row[name] !== null);
    if (column === undefined) return {};
    const sizes = await rowImages(row, column === 'image', readImage);
    if (!sizes.ok || sizes.value.length === 0) return {};
    return { 'image megapixels': Math.max(...sizes.value.map(({ width, height }) => (width * height) / 1e6)) };
  };
}
