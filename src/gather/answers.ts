import { found, type Gathered } from '../evidence/gathered.ts';
import type { RunTokenizer } from '../evidence/run-tokenizer.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { Task } from '../scoring/task.ts';
import type { RunFiles } from '../source/run-files.ts';
import { type AnswerFiles, type AnswerReading, readAnswers } from './answer-rows.ts';
import { type DataFiles, findDataFiles } from './data-files.ts';
import { type Folder, folderAt, type LocatedFile, openTree } from './folder.ts';
import { guessTask } from './guess-task.ts';
import { findPlaces, type Places } from './layout.ts';
import { statedTask } from './task.ts';
import { gatherTokenizer } from './tokenizer.ts';
import { withTask } from './with-task.ts';

/** A run folder, or one file of predictions in it; and evaluation data that lies elsewhere. */
export interface AnswerPlace {
  readonly files: RunFiles;
  readonly file?: string;
  readonly data?: { readonly files: RunFiles; readonly file: string };
}

export interface AnswerOptions {
  /** Keys of a task as lockstep.yaml spells it; they win over those of the file. */
  readonly task?: Readonly<Record<string, unknown>>;
  /** Columns of the predictions, or of the evaluation data, to keep. */
  readonly columns?: readonly string[];
  /** Keep what each prediction says it was asked. */
  readonly prompts?: boolean;
}

/** Predictions that can be read any number of times, what is asked of them, and what decodes their prompts. */
export interface Answers {
  readonly predictions: LocatedFile;
  readonly task: Gathered<Task>;
  readonly tokenizer: RunTokenizer | undefined;
  readonly inference: Folder | undefined;
  readonly read: () => AnswerReading;
}

/** Why there is nothing to score, and what there is instead. */
export interface NoAnswers {
  readonly reason: string;
  readonly about: 'predictions' | 'task';
  /** Evaluation data that waits for predictions. */
  readonly data?: DataFiles;
}

/** Finds what scoring needs and nothing else: predictions, prompts, evaluation data, task, and the tokenizer that decodes prompts. */
export async function openAnswers(
  place: AnswerPlace,
  options: AnswerOptions = {},
): Promise<Result<Answers, NoAnswers>> {
  const places = await findPlaces(place.files);
  const data = place.data === undefined ? ok(places.evalSet) : await dataAt(place.data);
  if (!data.ok) return notOpened(data.problem.reason);
  const predictions = await predictionsFile(place, places);
  if (!predictions.ok) return notOpened(predictions.problem.reason, data.value);
  const { run, base, inference } = places.folders;
  const tokenizer = await gatherTokenizer([
    { side: 'run', folder: run },
    { side: 'base', folder: base },
  ]);
  const files: AnswerFiles = {
    predictions: predictions.value,
    requests: inference?.find('requests.jsonl'),
    data: data.value,
    columns: options.columns ?? [],
    prompts: options.prompts ?? false,
  };
  const task = statedTask(withTask(places.yaml, options.task)) ?? (await guessedTask(files));
  return ok({
    predictions: predictions.value,
    ...{ task, inference, read: () => readAnswers(files) },
    tokenizer: tokenizer.gathered.state === 'found' ? tokenizer.gathered.value : undefined,
  });
}

function notOpened(reason: string, data?: DataFiles): Result<never, NoAnswers> {
  return { ok: false, problem: { reason, about: 'predictions', ...(data === undefined ? {} : { data }) } };
}

async function dataAt({ files, file }: NonNullable<AnswerPlace['data']>): Promise<Result<DataFiles>> {
  return findDataFiles(await openTree(files, ''), file, 'eval');
}

async function predictionsFile({ files, file }: AnswerPlace, places: Places): Promise<Result<LocatedFile>> {
  if (file === undefined) {
    const { damage } = places.layout;
    const named = damage.find(({ reason }) => reason.startsWith('predictions: '));
    const reason = named === undefined ? 'there is no predictions.jsonl' : `${named.path}: ${named.reason}`;
    return places.predictions === undefined ? failed(reason) : ok(places.predictions);
  }
  const located = folderAt(await openTree(files, ''), '').find(file);
  return located === undefined ? failed('the file is not among the files of its folder that can be read') : ok(located);
}

/** Where nobody says what the answers should be, one reading more decides it: by all golds, since a file may be sorted by class. */
async function guessedTask(files: AnswerFiles): Promise<Gathered<Task>> {
  const guess = guessTask();
  for await (const { prediction } of readAnswers(files).rows) guess.add(prediction);
  return found(guess.result(), files.predictions.shown);
}
