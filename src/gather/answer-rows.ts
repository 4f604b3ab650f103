import type { AnswerSummary, Unclaimed } from '../evidence/answer-summary.ts';
import type { Prediction } from '../evidence/predictions.ts';
import type { InferenceRequest } from '../evidence/requests.ts';
import { isRecord } from '../formats/is-record.ts';
import { sameValue } from '../scoring/same-value.ts';
import { type AnswerCounts, answerCounts } from './answer-counts.ts';
import { createDamageList, type DamageList } from './damage-list.ts';
import { dataAnswerPacking } from './data-answer-packing.ts';
import { type DataAnswer, dataAnswers } from './data-answers.ts';
import type { DataFiles } from './data-files.ts';
import { detachedText } from './detached.ts';
import type { LocatedFile } from './folder.ts';
import { readPredictions } from './predictions.ts';
import type { ReadRow } from './read-rows.ts';
import { readRequests, requestUnits } from './requests.ts';
import { type RowWindow, rowWindow, type WindowRow } from './row-window.ts';
import { columnFinder } from './slice-columns.ts';

/** Where the parts of an answer are written. */
export interface AnswerFiles {
  readonly predictions: LocatedFile;
  readonly requests: LocatedFile | undefined;
  readonly data: DataFiles | undefined;
  /** Columns that the user named; others are found beside them. */
  readonly columns: readonly string[];
  /** Whether the `prompt` of each prediction is kept. */
  readonly prompts?: boolean;
}

/** One prediction with its request, and with what the evaluation data knows of it: gold and target where it has none itself, columns. */
export interface Answer {
  readonly prediction: Prediction;
  readonly request?: InferenceRequest;
  /** What the prediction itself says it was asked. */
  readonly prompt?: RecordedPrompt;
  /** The user's words, as the evaluation data has them. */
  readonly question?: string;
  /** How its row of the evaluation data was found, and whether nothing but that row says what is right. */
  readonly joined?: { readonly by: 'id' | 'place'; readonly gaveGold: boolean; readonly otherGold: boolean };
}

/** The `prompt` of a prediction: text as it is, anything else as JSON. */
export interface RecordedPrompt {
  readonly form: 'text' | 'json';
  readonly text: string;
}

export interface AnswerReading {
  readonly rows: AsyncGenerator<Answer>;
  readonly summary: () => AnswerSummary;
}

/** 256 MB of requests, and as much of data, where they are in another order than the predictions: some 100,000 rows of each. */
const WINDOW_UNITS = 128 * 1024 * 1024;
/** Predictions on training rows, whose ids may well be those of other rows of the evaluation data. */
const TRAINED = /^train(ing)?$/i;
/** A request without its texts. */
const REQUEST_UNITS = 300;

/** Reads predictions one by one, each beside its request and its row of data, which are read in step and not held. */
export function readAnswers(files: AnswerFiles): AnswerReading {
  const { predictions, requests, data, columns } = files;
  const reading: Reading = {
    ...files,
    damage: createDamageList(predictions.shown),
    counts: answerCounts(columns),
    sent: requests && rowWindow(requestRows(requests), { mostUnits: WINDOW_UNITS }),
    asked: data && rowWindow(dataAnswers(data, columns), { mostUnits: WINDOW_UNITS }, dataAnswerPacking),
    unanswered: { count: 0, ids: [] },
  };
  return { rows: closedAfter(reading), summary: () => summaryOf(reading) };
}

interface Reading extends AnswerFiles {
  readonly damage: DamageList;
  readonly counts: AnswerCounts;
  readonly sent: RowWindow<InferenceRequest> | undefined;
  readonly asked: RowWindow<DataAnswer> | undefined;
  unanswered: Unclaimed;
}

/** Whoever stops reading leaves no file open. */
async function* closedAfter(reading: Reading): AsyncGenerator<Answer> {
  try {
    yield* answersOf(reading);
  } finally {
    await reading.asked?.close();
    await reading.sent?.close();
  }
}

async function* answersOf(reading: Reading): AsyncGenerator<Answer> {
  const { predictions, columns, damage, counts, sent, asked } = reading;
  const find = columnFinder(columns);
  for await (const { index, prediction, value = {} } of readPredictions(predictions, damage, columns)) {
    counts.read(index);
    if (prediction === undefined) continue;
    const { id, split } = prediction;
    const place = placeOf(value);
    const row = TRAINED.test(split ?? '') ? undefined : await asked?.find(place ?? id, split);
    const own = isRecord(value.metadata) ? find({ metadata: value.metadata }) : undefined;
    const request = await sent?.find(id, split, true);
    const joined = withData(prediction, { row, own, by: place === undefined ? 'id' : 'place' });
    const prompt = reading.prompts === true ? promptOf(value.prompt) : undefined;
    const answer = {
      ...joined,
      ...(request === undefined ? {} : { request }),
      ...(prompt === undefined ? {} : { prompt }),
    };
    counts.count(answer);
    yield answer;
  }
  // Where no id is shared, the data is another one, and nobody owes it an answer.
  if (asked !== undefined && counts.result().joined > 0) reading.unanswered = await asked.rest();
}

function promptOf(prompt: unknown): RecordedPrompt | undefined {
  if (prompt === undefined || prompt === null) return undefined;
  return typeof prompt === 'string'
    ? { form: 'text', text: detachedText(prompt) }
    : { form: 'json', text: JSON.stringify(prompt) };
}

function summaryOf({ data, damage, counts, asked, unanswered }: Reading): AnswerSummary {
  const { joined, gold, otherGold, byPlace, ...own } = counts.result();
  if (data === undefined) return { ...own, damage: damage.entries() };
  const outOfReach = asked?.outOfReach() ?? 0;
  const joinedData = { path: data.shown, joined, gold, otherGold, byPlace, outOfReach, unanswered };
  return { ...own, damage: damage.entries(), data: joinedData };
}

/** `row` says which row of the data it was, from 0, where a prediction has no id of its own. */
function placeOf({ id, row }: NonNullable<ReadRow['value']>): string | undefined {
  const hasId = typeof id === 'string' || typeof id === 'number';
  return !hasId && typeof row === 'number' && Number.isInteger(row) ? `#${row}` : undefined;
}

interface Known {
  readonly row: DataAnswer | undefined;
  /** Columns of the prediction itself; what it says wins. */
  readonly own: DataAnswer['columns'] | undefined;
  readonly by: 'id' | 'place';
}

function withData(prediction: Prediction, { row, own, by }: Known): Answer {
  if (row === undefined && own === undefined) return { prediction };
  const { metadata = {}, gold = row?.gold } = prediction;
  const agreement = agreementOf(prediction, row);
  const target = prediction.target ?? (agreement === 'other' || agreement === 'unknown' ? undefined : row?.target);
  const said = Object.entries(metadata).filter(([, value]) => value !== null);
  const gaveGold = agreement === 'silent' && (gold ?? target) !== undefined;
  return {
    prediction: {
      ...prediction,
      ...(gold === undefined ? {} : { gold }),
      ...(target === undefined ? {} : { target }),
      metadata: { ...metadata, ...row?.columns, ...own, ...Object.fromEntries(said) },
    },
    ...(row?.prompt === undefined ? {} : { question: row.prompt }),
    ...(row === undefined ? {} : { joined: { by, gaveGold, otherGold: agreement === 'other' } }),
  };
}

/**
 * Whether prediction and data mean the same right answer; `silent`: the prediction says none. Equal ids do not prove that both are of one
 * data set, so nothing of the data overrules or explains gold that the data does not have.
 */
function agreementOf(
  { gold, target }: Prediction,
  row: DataAnswer | undefined,
): 'silent' | 'same' | 'other' | 'unknown' {
  if (gold === undefined && target === undefined) return 'silent';
  if (gold === undefined || row?.gold === undefined) return 'unknown';
  return sameValue(gold, row.gold) ? 'same' : 'other';
}

async function* requestRows(file: LocatedFile): AsyncGenerator<WindowRow<InferenceRequest>> {
  // What is wrong with the requests is said by `check`, which reads them for their own sake.
  for await (const { request } of readRequests(file, createDamageList(file.shown)))
    if (request !== undefined)
      yield { keys: [request.id], split: request.split, value: request, units: REQUEST_UNITS + requestUnits(request) };
}
