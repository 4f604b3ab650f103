import type { GatheredEvidence } from '../evidence/evidence.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { RunFiles } from '../source/run-files.ts';
import { folderAt, type LocatedFile, openTree } from './folder.ts';
import { findPlaces, type Places } from './layout.ts';
import { gatherPredictions } from './predictions.ts';
import { gatherRequests } from './requests.ts';
import { gatherTask } from './task.ts';
import { gatherTokenizer } from './tokenizer.ts';

/** A run folder, or one file of predictions in it. */
export interface AnswerPlace {
  readonly files: RunFiles;
  readonly file?: string;
}

export interface AnswerOptions {
  /** Keys of a task as lockstep.yaml spells it; they win over those of the file. */
  readonly task?: Readonly<Record<string, unknown>>;
  /** Columns of the predictions to keep. */
  readonly columns?: readonly string[];
}

export type Answers = Pick<GatheredEvidence, 'predictions' | 'requests' | 'task' | 'tokenizer'>;

/** 512 MB of text and row objects in UTF-16 units: some 300,000 short answers. Scoring is all that this command does. */
const MAX_UNITS = 256 * 1024 * 1024;

/** Reads what scoring needs and nothing else: predictions, task, prompts, and the tokenizer that decodes them. */
export async function gatherAnswers(place: AnswerPlace, options: AnswerOptions = {}): Promise<Result<Answers>> {
  const places = await findPlaces(place.files);
  const file = await predictionsFile(place, places);
  if (!file.ok) return file;
  const { run, base, inference } = places.folders;
  const limits = { maxUnits: MAX_UNITS, columns: options.columns ?? [] };
  const [predictions, requests, tokenizer] = await Promise.all([
    gatherPredictions(file.value, 'predictions.jsonl', limits),
    gatherRequests(inference),
    gatherTokenizer([
      { side: 'run', folder: run },
      { side: 'base', folder: base },
    ]),
  ]);
  const task = gatherTask(withTask(places.yaml, options.task), predictions);
  return ok({ predictions, requests, task, tokenizer: tokenizer.gathered });
}

async function predictionsFile({ files, file }: AnswerPlace, places: Places): Promise<Result<LocatedFile | undefined>> {
  if (file === undefined) return ok(places.predictions);
  const located = folderAt(await openTree(files, ''), '').find(file);
  return located === undefined ? failed('the file is not among the files of its folder that can be read') : ok(located);
}

/** What the caller says of the task, over what lockstep.yaml says unless that is another kind of task. */
function withTask(yaml: Places['yaml'], given: AnswerOptions['task']): Places['yaml'] {
  if (given === undefined || Object.keys(given).length === 0) return yaml;
  const known = yaml?.task;
  const isSameKind =
    typeof known === 'object' && known !== null && (!('kind' in given && 'kind' in known) || given.kind === known.kind);
  const task = isSameKind ? { ...known, ...given } : given;
  const { taskLine: _, ...rest } = yaml ?? { path: 'the options', paths: new Map(), damage: [] };
  return { ...rest, path: 'the options', task };
}
