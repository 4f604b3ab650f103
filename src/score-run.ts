import type { AnswerSummary } from './evidence/answer-summary.ts';
import { unfoundReason } from './evidence/unfound-reason.ts';
import type { Answer } from './gather/answer-rows.ts';
import { type AnswerOptions, type AnswerPlace, type Answers, type NoAnswers, openAnswers } from './gather/answers.ts';
import { askedTexts } from './gather/asked-texts.ts';
import { dataAnswers } from './gather/data-answers.ts';
import type { DataFiles } from './gather/data-files.ts';
import { dataFormat } from './gather/data-format.ts';
import type { LocatedFile } from './gather/folder.ts';
import { noRowsReason } from './gather/no-rows.ts';
import { NO_OUTPUT, predictionUnits } from './gather/prediction-row.ts';
import { ok, type Result } from './lib/result.ts';
import { answerSample } from './report/answer-sample.ts';
import { buildScoresReport } from './report/build-scores-report.ts';
import { listedIds } from './report/listed-ids.ts';
import type { AnswerSample } from './report/sample-text.ts';
import type { ScoresReport } from './report/scores-report.ts';
import { type WaitingRows, waitingRows } from './report/waiting-rows.ts';
import { classifyFailure } from './scoring/failures/classify-failure.ts';
import { type FailureContext, failureContext, MOST_ANSWERS } from './scoring/failures/failure-context.ts';
import { MOST_GOLD } from './scoring/failures/failure-reliability.ts';
import { goldTextOf } from './scoring/failures/gold-text-of.ts';
import { goldOf } from './scoring/gold-of.ts';
import { scoreRow } from './scoring/score-row.ts';
import { type AnsweredRow, type AnswerScores, type ScoreTally, scoreTally } from './scoring/score-tally.ts';
import type { Task } from './scoring/task.ts';
import { version } from './version.ts';

export interface ScoreOptions extends AnswerOptions {
  /** Texts of the rows behind the figures, for a page; they take a second reading of the file. True when absent. */
  readonly samples?: boolean;
}

/** Why nothing was scored. */
export interface NotScored extends Pick<NoAnswers, 'reason' | 'about'> {
  readonly waiting?: WaitingRows;
}

/** 32 MB of text of the first rows, from which the detectors learn what right answers look like. */
const HEAD_UNITS = 16 * 1024 * 1024;
/** Rows that a page carries along. */
const MOST_SAMPLES = 2_000;

/**
 * Scores the predictions of a run folder, or one file of predictions, row by row: memory holds some tens of bytes of each. What cannot be
 * read is a problem with its reason.
 */
export async function scoreRun(
  place: AnswerPlace,
  { samples = true, ...options }: ScoreOptions = {},
): Promise<Result<ScoresReport, NotScored>> {
  const opened = await openAnswers(place, { ...options, prompts: true });
  if (!opened.ok) return notScored(opened.problem);
  const answers = opened.value;
  if (answers.task.state !== 'found') return notScored({ about: 'task', reason: unfoundReason(answers.task) });
  const task = answers.task.value;
  const { scores, summary, context } = await scoreAnswers(answers, task);
  if (scores.scored === 0) return notScored({ about: 'predictions', ...noAnswers(answers.predictions, summary) });
  const { columns = [] } = options;
  const report = buildScoresReport({
    ...{ version, path: answers.predictions.shown, summary, scores, task, columns },
    taskFrom: answers.task.from,
  });
  if (!samples) return ok(report);
  return ok({ ...report, samples: await samplesOf(answers, context, report) });
}

async function notScored({ reason, about, data }: NoAnswers): Promise<Result<never, NotScored>> {
  return {
    ok: false,
    problem: { reason, about, ...(data === undefined ? {} : { waiting: await countWaiting(data) }) },
  };
}

/** A file of gold that was taken for one of predictions is data that waits for answers. */
function noAnswers(file: LocatedFile, summary: AnswerSummary): Pick<NoAnswers, 'reason' | 'data'> {
  const reason = `${file.shown}: ${noRowsReason(summary.damage)}`;
  if (summary.damage[0]?.reason !== NO_OUTPUT) return { reason };
  return { reason, data: { shown: file.shown, format: dataFormat(file.path) ?? 'jsonl', files: [file] } };
}

async function countWaiting(data: DataFiles): Promise<WaitingRows> {
  const counts = { rows: 0, gold: 0 };
  for await (const { value } of dataAnswers(data, [])) {
    counts.rows++;
    if ((value.gold ?? value.target) !== undefined) counts.gold++;
  }
  return waitingRows({ path: data.shown, ...counts });
}

interface Scored {
  readonly scores: AnswerScores;
  readonly summary: AnswerSummary;
  readonly context: FailureContext;
}

async function scoreAnswers(answers: Answers, task: Task): Promise<Scored> {
  const reading = answers.read();
  const { tally, context } = await startTally(reading.rows, answers, task);
  for await (const answer of reading.rows) tally.add(answeredRow(answer, answers, task));
  return { scores: tally.result(), summary: reading.summary(), context };
}

/** The first rows are kept until the detectors have learnt from them; then they are scored, as all others will be one by one. */
async function startTally(
  rows: AsyncGenerator<Answer>,
  answers: Answers,
  task: Task,
): Promise<{ readonly tally: ScoreTally; readonly context: FailureContext }> {
  const head = await headOf(rows, task);
  const first = head.rows.map((answer) => answeredRow(answer, answers, task));
  const context = failureContext({
    task,
    prompts: first.flatMap(({ prompts }) => prompts.slice(0, 1)),
    answers: first.flatMap(({ row }) => {
      const text = goldTextOf(row, task);
      return text === null ? [] : [{ text }];
    }),
  });
  const tally = scoreTally(context, Math.max(1, Math.ceil(estimatedRows(head, answers) / MOST_GOLD)));
  for (const row of first) tally.add(row);
  return { tally, context };
}

interface Head {
  readonly rows: readonly Answer[];
  /** All rows of the file are among them. */
  readonly isAll: boolean;
}

async function headOf(rows: AsyncGenerator<Answer>, task: Task): Promise<Head> {
  const head: Answer[] = [];
  let units = 0;
  let golds = 0;
  while (golds < MOST_ANSWERS && units < HEAD_UNITS) {
    const next = await rows.next();
    if (next.done === true) return { rows: head, isAll: true };
    const { prediction } = next.value;
    head.push(next.value);
    units += predictionUnits(prediction);
    if (goldTextOf(prediction, task) !== null) golds++;
  }
  return { rows: head, isAll: false };
}

/** Rows of a file differ little in length. This only decides how many right answers the detectors are tried on. */
function estimatedRows({ rows, isAll }: Head, { predictions }: Answers): number {
  const last = rows.at(-1)?.prediction;
  if (isAll || last === undefined) return rows.length;
  const bytes = rows.reduce((sum, { prediction }) => sum + predictionUnits(prediction), 0) / rows.length;
  return Math.max(rows.length, predictions.size / Math.max(1, bytes));
}

function answeredRow(answer: Answer, { tokenizer }: Answers, task: Task): AnsweredRow {
  const { prediction, request } = answer;
  const { id, split, output, answered, outputIds, finishReason, prediction: recorded, target } = prediction;
  return {
    row: {
      id,
      split,
      output,
      answered,
      outputIds,
      finishReason,
      prediction: recorded,
      gold: goldOf(prediction, task),
      target,
    },
    prompts: askedTexts(answer, tokenizer),
    promptIds: request?.promptIds,
    metadata: prediction.metadata ?? NO_COLUMNS,
  };
}

const NO_COLUMNS = {};

/** Reads the file once more for the rows that figures lead to, or for all where they are few. */
async function samplesOf(
  answers: Answers,
  context: FailureContext,
  report: ScoresReport,
): Promise<readonly AnswerSample[]> {
  const wanted = report.rows.scored <= MOST_SAMPLES ? undefined : listedIds(report, MOST_SAMPLES);
  const samples: AnswerSample[] = [];
  for await (const answer of answers.read().rows) {
    const { prediction } = answer;
    if (wanted?.has(prediction.id) === false) continue;
    const { row, prompts, promptIds } = answeredRow(answer, answers, context.task);
    const { codes } = classifyFailure({ ...row, prompts, promptIds }, context);
    samples.push(
      answerSample(
        { ...prediction, ...(row.gold === undefined ? {} : { gold: row.gold }) },
        scoreRow(row, context.task),
        codes,
      ),
    );
    if (samples.length >= MOST_SAMPLES * 2) break;
  }
  return samples;
}
