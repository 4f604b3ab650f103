import type { AnswerSummary } from './evidence/answer-summary.ts';
import { type DecodedRun, decodingDifferences } from './evidence/derive/decoding-differences.ts';
import { samePrompt } from './evidence/derive/same-prompt.ts';
import { scorableRow } from './evidence/derive/scorable-row.ts';
import { unfoundReason } from './evidence/unfound-reason.ts';
import type { Answer, RecordedPrompt } from './gather/answer-rows.ts';
import { type AnswerOptions, type AnswerPlace, type Answers, openAnswers } from './gather/answers.ts';
import { askedTexts } from './gather/asked-texts.ts';
import { gatherDecodingUsed } from './gather/decoding-used.ts';
import { noRowsReason } from './gather/no-rows.ts';
import { detachedPrediction, predictionUnits } from './gather/prediction-row.ts';
import { type RowWindow, rowWindow, type WindowRow } from './gather/row-window.ts';
import { failed, ok, type Result } from './lib/result.ts';
import type { ComparisonReport } from './report/comparison-report.ts';
import { pairSamples } from './report/pair-samples.ts';
import { predictionNotes } from './report/prediction-notes.ts';
import {
  type CompareOptions,
  type ComparisonTally,
  comparisonTally,
  type PairOutcome,
} from './scoring/compare/comparison-tally.ts';
import { type FailureChangeTally, failureChanges } from './scoring/compare/failure-changes.ts';
import { type Ids, idCount } from './scoring/compare/pair-tally.ts';
import type { FailureSample } from './scoring/failures/failure-sample.ts';
import { type AnswerReading, readAnswer } from './scoring/read-answer.ts';
import type { Task } from './scoring/task.ts';
import { version } from './version.ts';

export interface NamedPlace extends AnswerPlace {
  readonly name: string;
}

export interface CompareAnswersOptions extends Pick<AnswerOptions, 'task'>, Pick<CompareOptions, 'accept'> {
  /** Column that names what rows were drawn from. */
  readonly group?: string;
}

/** 256 MB of answers of the second run that lie out of order or are still to come: some 200,000 short ones in any order. */
const WINDOW_UNITS = 128 * 1024 * 1024;
/** What a row takes besides its texts. */
const ROW_UNITS = 400;

/** Compares the predictions of two places on the same rows, pair by pair. Places that cannot be read are a problem with its reason. */
export async function compareAnswers(
  left: NamedPlace,
  right: NamedPlace,
  options: CompareAnswersOptions,
): Promise<Result<ComparisonReport>> {
  const [first, second] = [await openSide(left, options), await openSide(right, options)];
  if (!first.ok) return first;
  if (!second.ok) return second;
  const { task } = first.value;
  if (task.state !== 'found') return failed(unfoundReason(task));
  const tallies = startTallies(task.value, options);
  const paired = await pairUp(first.value, second.value, tallies);
  if (!paired.ok) return failed(`${left.name} and ${right.name}: ${paired.problem.reason}`);
  const { onlyFirst, onlySecond, samples, summaries } = paired.value;
  const sides = [
    { name: left.name, path: first.value.predictions.shown, summary: summaries[0] },
    { name: right.name, path: second.value.predictions.shown, summary: summaries[1] },
  ];
  const empty = sides.find(({ summary }) => summary.used === 0);
  if (empty !== undefined) return failed(`${empty.name}: ${empty.path}: ${noRowsReason(empty.summary.damage)}`);
  const comparison = tallies.tally.result({ onlyFirst, onlySecond });
  return ok({
    schema: 'lockstep-comparison/1',
    tool: { name: 'lockstep', version },
    ...{ first: left.name, second: right.name, task: task.value, taskFrom: `${left.name}: ${task.from}` },
    ...{ groupedBy: options.group ?? null, comparison },
    decoding: decodingDifferences(await decodedRun(left, first.value), await decodedRun(right, second.value)),
    failures: comparison.kind === 'refused' ? [] : tallies.failures.result(),
    notes: [...taskNotes(first.value, second.value), ...sides.flatMap(sideNotes)],
    samples: comparison.kind === 'refused' ? [] : samples,
  });
}

async function openSide(place: NamedPlace, { task, group }: CompareAnswersOptions): Promise<Result<Answers>> {
  const columns = group === undefined ? [] : [group];
  const opened = await openAnswers(place, { ...(task === undefined ? {} : { task }), columns, prompts: true });
  return opened.ok ? opened : failed(`${place.name}: ${opened.problem.reason}`);
}

interface Tallies {
  readonly task: Task;
  readonly tally: ComparisonTally;
  readonly failures: FailureChangeTally;
  readonly group: string | undefined;
}

function startTallies(task: Task, { group, accept }: CompareAnswersOptions): Tallies {
  const grouped = group !== undefined;
  const tally = comparisonTally({ task, grouped, ...(accept === undefined ? {} : { accept }) });
  return { task, tally, failures: failureChanges(task, grouped), group };
}

async function decodedRun({ files }: NamedPlace, { tokenizer }: Answers): Promise<DecodedRun> {
  return { decoding: await gatherDecodingUsed(files), tokenText: (id) => tokenizer?.tokenizer.tokenText(id) };
}

interface Paired {
  readonly onlyFirst: Ids;
  readonly onlySecond: Ids;
  readonly samples: ComparisonReport['samples'];
  readonly summaries: readonly [AnswerSummary, AnswerSummary];
}

/** Reads the second run in step with the first. */
async function pairUp(first: Answers, second: Answers, tallies: Tallies): Promise<Result<Paired>> {
  const [left, right] = [first.read(), second.read()];
  const partners: RowWindow<Answer> = rowWindow(windowRows(right.rows), {
    mostUnits: WINDOW_UNITS,
    once: true,
  });
  const samples = pairSamples();
  const alone = idCount();
  for await (const answer of left.rows) {
    const { prediction } = answer;
    const partner = await partners.find(keyOf(answer));
    if (partners.outOfReach() > 0) return failed(UNORDERED);
    if (partner === undefined) {
      alone.add(prediction.id);
      continue;
    }
    const outcome = addPair(tallies, { answer, side: first }, { answer: partner, side: second });
    samples.add(outcome, prediction, partner.prediction);
  }
  const { count, ids } = await partners.rest();
  return ok({
    onlyFirst: alone.result(),
    onlySecond: { count, ids: ids.map((key) => key.slice(key.indexOf('\n') + 1)) },
    ...{ samples: samples.result(), summaries: [left.summary(), right.summary()] },
  });
}

interface SideAnswer {
  readonly answer: Answer;
  readonly side: Answers;
}

/** Each output is read once, to be judged and for what is wrong with it. */
function addPair({ task, tally, failures, group }: Tallies, one: SideAnswer, other: SideAnswer): PairOutcome {
  const [first, second] = [one.answer, other.answer];
  const readings = {
    first: readAnswer(first.prediction.output, task),
    second: readAnswer(second.prediction.output, task),
  };
  failures.add({ first: failureSample(one, readings.first), second: failureSample(other, readings.second) });
  return tally.add({
    ...{ first: scorableRow(first.prediction), second: scorableRow(second.prediction), readings },
    samePrompt: samePrompt(first.request, second.request) ?? sameRecorded(first.prompt, second.prompt),
    group: group === undefined ? undefined : groupOf(first, second, group),
  });
}

const UNORDERED =
  'their rows are in different orders, and are too many to hold; write both in the order of the data, or sort both by id';

async function* windowRows(rows: AsyncIterable<Answer>): AsyncGenerator<WindowRow<Answer>> {
  for await (const answer of rows) {
    const value = { ...answer, prediction: detachedPrediction(answer.prediction) };
    const units = ROW_UNITS + predictionUnits(answer.prediction) + (answer.prompt?.text.length ?? 0);
    yield { keys: [keyOf(answer)], value, units };
  }
}

function failureSample({ answer, side }: SideAnswer, reading: AnswerReading): FailureSample {
  const { id, output, outputIds, finishReason, gold, target } = answer.prediction;
  const promptIds = answer.request?.promptIds;
  const prompts = askedTexts(answer, side.tokenizer);
  return { id, output, reading, outputIds, finishReason, gold, target, promptIds, prompts };
}

/** Null where one run wrote down no prompt, or one of another form. */
function sameRecorded(first: RecordedPrompt | undefined, second: RecordedPrompt | undefined): boolean | null {
  if (first === undefined || second === undefined || first.form !== second.form) return null;
  return first.text === second.text;
}

function keyOf({ prediction: { split, id } }: Answer): string {
  return `${split ?? 'all'}\n${id}`;
}

function groupOf(first: Answer, second: Answer, group: string): string | undefined {
  const value = first.prediction.metadata?.[group] ?? second.prediction.metadata?.[group] ?? null;
  return value === null ? undefined : String(value);
}

function sideNotes({ name, path, summary }: { name: string; path: string; summary: AnswerSummary }): readonly string[] {
  return predictionNotes(summary, { path, judged: null, prompts: false }).map((note) => `${name}: ${note}`);
}

/** Both runs are judged by one task. */
function taskNotes({ task: first }: Answers, { task: second }: Answers): readonly string[] {
  if (first.state !== 'found' || second.state !== 'found') return [];
  if (JSON.stringify(first.value) === JSON.stringify(second.value)) return [];
  return [`The second run states another task (${second.value.kind}); both are judged by that of the first.`];
}
