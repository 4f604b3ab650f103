import type { Damage } from '../evidence/damage.ts';
import type { DataRow } from '../evidence/data-set.ts';
import type { Example } from '../evidence/examples.ts';
import { found, type Gathered, unreadable } from '../evidence/gathered.ts';
import type { Row } from '../formats/row-value.ts';
import { type RowSequence, rowSequence } from '../scoring/health/row-sequence.ts';
import { createBoundedSample } from './bounded-sample.ts';
import { dataDamage } from './data-damage.ts';
import type { DataFiles } from './data-files.ts';
import { dataRow } from './data-row.ts';
import { dataTexts } from './data-texts.ts';
import { detachedText } from './detached.ts';
import { mediaKey } from './media-key.ts';
import { noRows } from './no-rows.ts';
import { type ReadDataRow, readDataRows } from './read-data-rows.ts';
import { rowUnits } from './row-units.ts';

/** One row of training or evaluation data, and nothing but what is compared of it. */
export interface LintRow {
  /**
   * What finds it in its file: `line 12`, or `row 12` where a format has no lines. Evaluation rows: their own id, or `evaluation line 12`.
   */
  readonly id: string;
  /** System prompt and everything that the user's side says before the last answer. */
  readonly question: string;
  readonly answer: string | undefined;
  /** Tells its images from those of other rows. */
  readonly media: string | undefined;
}

export interface LintRows {
  readonly path: string;
  readonly rows: RowSequence<LintRow>;
  /** Of each of them. */
  readonly ids: readonly string[];
  readonly answered: number;
  readonly withMedia: number;
  /** Rows of the files; more than were read where the data is larger than the limits. */
  readonly total: number;
  /** Rows from which no question could be read. */
  readonly unread: number;
  /** Whole rows for the tokenizer: all, or an even random part. `place` is their place in `rows`. */
  readonly sample: readonly SampledRow[];
  readonly damage: readonly Damage[];
}

export interface SampledRow {
  readonly row: Row;
  readonly place: number;
}

export interface LintReading {
  readonly textField: string | undefined;
  readonly read: (row: DataRow) => Example | undefined;
  /** Evaluation rows are called by their own id, as predictions are. */
  readonly isEvaluation: boolean;
}

/** Some hundred bytes of each besides its text; beyond this the first part stands for the whole. */
const MAX_ROWS = 1_000_000;
/** 256 MB of text, in UTF-16 units of two bytes. */
const MAX_UNITS = 128 * 1024 * 1024;
/**
 * Tokenising a row takes a tenth of a millisecond: some 3,000 rows, which fixes a share of 5 % to within one point, and a second of work.
 */
const SAMPLE_UNITS = 3 * 1024 * 1024;
const SAMPLE_ROWS = 3_000;
/** Any number will do: two readings of a file must sample the same rows. */
const SEED = 9;

/** Streams a data set; memory holds the texts of its rows as bytes within the limits above, and a sample of whole rows. */
export async function readLintRows(data: DataFiles, reading: LintReading): Promise<Gathered<LintRows>> {
  const damage = dataDamage();
  const held = heldRows();
  const least = SAMPLE_UNITS / SAMPLE_ROWS;
  const sample = createBoundedSample<SampledRow>(SAMPLE_UNITS, ({ row }) => Math.max(least, rowUnits(row)), SEED);
  let [total, units, unread] = [0, 0, 0];
  for await (const item of readDataRows(data, damage.of)) {
    total = item.index + (item.lost ?? 1);
    if (item.value === undefined || held.count() >= MAX_ROWS || units >= MAX_UNITS) continue;
    const row = lintRow(item, item.value, { ...reading, isOneFile: data.files.length === 1 });
    if (row === undefined) {
      unread++;
      continue;
    }
    units += row.question.length + (row.answer?.length ?? 0);
    sample.offer({ row: item.value, place: held.count() });
    held.add(row);
  }
  const entries = damage.entries();
  if (held.count() === 0 && unread > 0)
    return unreadable(data.shown, `no question can be read from any of its ${unread} rows`);
  if (held.count() === 0) return noRows(data.shown, entries);
  const read = { ...held.result(), total, unread, sample: sample.items(), damage: entries };
  return found({ path: data.shown, ...read }, data.shown);
}

interface HeldRows {
  readonly add: (row: LintRow) => void;
  readonly count: () => number;
  readonly result: () => Pick<LintRows, 'rows' | 'ids' | 'answered' | 'withMedia'>;
}

/** Rows whose texts are made anew whenever they are asked for. */
function heldRows(): HeldRows {
  const [questions, answers] = [dataTexts(), dataTexts()];
  const [ids, media]: [string[], (string | undefined)[]] = [[], []];
  let [answered, withMedia] = [0, 0];
  const rowAt = (index: number): LintRow => ({
    id: ids[index] ?? '',
    question: questions.at(index) ?? '',
    answer: answers.at(index),
    media: media[index],
  });
  return {
    add: (row) => {
      questions.add(row.question);
      answers.add(row.answer);
      ids.push(row.id);
      media.push(row.media);
      if (row.answer !== undefined) answered++;
      if (row.media !== undefined) withMedia++;
    },
    count: () => ids.length,
    result: () => ({ rows: rowSequence(ids.length, rowAt), ids, answered, withMedia }),
  };
}

function lintRow(
  item: ReadDataRow,
  value: Row,
  { textField, read, isEvaluation, isOneFile }: LintReading & { readonly isOneFile: boolean },
): LintRow | undefined {
  const row = dataRow(item.index, value, textField);
  // Text that nothing splits is compared as a whole.
  const example = read(row) ?? (row.text === undefined ? undefined : { system: '', prompt: row.text });
  if (example === undefined) return undefined;
  const hasMedia = row.turns.some(({ media }) => media > 0);
  const place = item.line === undefined ? `row ${item.index + 1}` : `line ${item.line}`;
  const own =
    isEvaluation && (typeof value.id === 'string' || typeof value.id === 'number')
      ? detachedText(String(value.id))
      : undefined;
  const id = own ?? [isEvaluation && 'evaluation', !isOneFile && item.file.shown, place].filter(Boolean).join(' ');
  return {
    id,
    question: example.system === '' ? example.prompt : `${example.system}\n${example.prompt}`,
    answer: 'answer' in example ? example.answer : undefined,
    // Images that nothing names are taken for other ones in every row.
    media: hasMedia ? (mediaKey(value) ?? id) : undefined,
  };
}
