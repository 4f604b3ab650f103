import { exampleReader } from '../evidence/derive/example-reader.ts';
import { generationPromptOf } from '../evidence/derive/generation-prompt-of.ts';
import { textSplitter } from '../evidence/derive/split-text-row.ts';
import { absent, type Gathered } from '../evidence/gathered.ts';
import { unfoundReason } from '../evidence/unfound-reason.ts';
import type { DataFiles } from '../gather/data-files.ts';
import { gatherLintInputs, type LintInputs, type LintOptions, type LintPlace } from '../gather/lint-inputs.ts';
import { type LintRows, readLintRows } from '../gather/lint-rows.ts';
import { type LabelSources, labelSources } from '../label-run/label-sources.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { buildDataReport, type LintedSide } from '../report/build-data-report.ts';
import type { CheckedRun } from '../report/data-advice.ts';
import type { DataReport } from '../report/data-report.ts';
import { extractClass } from '../scoring/extract-class.ts';
import { dataHealth, type HealthEvaluationRow, type HealthRow } from '../scoring/health/data-health.ts';
import { judgeHealth } from '../scoring/health/judge-health.ts';
import { mappedRows } from '../scoring/health/mapped-rows.ts';
import type { RowSequence } from '../scoring/health/row-sequence.ts';
import { matchClass } from '../scoring/match-class.ts';
import type { Task } from '../scoring/task.ts';
import { version } from '../version.ts';
import { answerFinder } from './answer-finder.ts';
import { answeredTask } from './answered-task.ts';
import { judgedAnswers, judgedBy, scoresBySplit } from './judged-answers.ts';
import { missingFacts } from './missing-facts.ts';
import { type TokenRows, tokenRows } from './token-rows.ts';
import { trainingPlan } from './training-plan.ts';

export interface LintRunOptions extends LintOptions {
  /** What `lockstep check` judged on this run. Advice is only given where all of its clauses hold. */
  readonly checked?: CheckedRun;
}

/** What the data of a run folder, or of one file, can teach: files → rows → health → findings → report. */
export async function lintRun(place: LintPlace, options: LintRunOptions = {}): Promise<Result<DataReport>> {
  const gathered = await gatherLintInputs(place, options);
  if (!gathered.ok) return gathered;
  const inputs = gathered.value;
  const sources = labelSources(inputs.labels);
  const training = await readSide(inputs.labels.data, sources, false);
  if (training.state !== 'found') return failed(unfoundReason(training));
  const task = answeredTask(inputs.task, training.value);
  if (task.state !== 'found') return failed(unfoundReason(task));
  const evaluation = await readSide(inputs.evaluation, sources, true);
  const tokens = await tokenRows(sources, training.value.sample);
  const read = { inputs, training: training.value, evaluation, tokens, task };
  return ok(judgedData({ ...read, folder: place.files.root, checked: options.checked }));
}

interface ReadData {
  readonly inputs: LintInputs;
  readonly training: LintRows;
  readonly evaluation: Gathered<LintRows>;
  readonly tokens: Result<TokenRows>;
  readonly task: Extract<Gathered<Task>, { readonly state: 'found' }>;
  readonly folder: string;
  readonly checked: CheckedRun | undefined;
}

function judgedData({ inputs, training, evaluation, tokens, task, folder, checked }: ReadData): DataReport {
  const plan = trainingPlan(inputs);
  const answers = judgedAnswers(inputs.predictions, task.value);
  const { requests } = inputs.labels.evidence;
  const find = answerFinder(answers, requests.state === 'found' ? requests.value : undefined);
  const asked = evaluation.state === 'found' ? evaluatedRows(evaluation.value, task.value, find) : undefined;
  const health = dataHealth({
    task: task.value,
    training: trainedRows(training, task.value),
    evaluation: asked,
    tokenized: tokens.ok ? tokens.value : undefined,
    settings: plan,
  });
  return buildDataReport({
    ...{ version, folder, task: task.value, taskFrom: task.from, health, plan, checked },
    findings: judgeHealth(health, { learned: plan.learned, ...scoresBySplit(answers) }),
    training: sideOf(training),
    ...(evaluation.state === 'found' ? { evaluation: { ...sideOf(evaluation.value), rows: asked ?? [] } } : {}),
    ...(inputs.predictions.state === 'found' ? { predictions: inputs.predictions.value.path } : {}),
    missing: missingFacts({ evaluation, tokens, plan }),
  });
}

async function readSide(
  data: DataFiles | undefined,
  { inputs, templateProbes }: LabelSources,
  isEvaluation: boolean,
): Promise<Gathered<LintRows>> {
  if (data === undefined) return absent(isEvaluation ? 'eval.jsonl' : 'train.jsonl');
  const { trainingSettings, requests } = inputs.evidence;
  const field =
    trainingSettings.state === 'found' ? trainingSettings.value.values.dataset_text_field?.value : undefined;
  const split = textSplitter(
    requests.state === 'found' ? requests.value : undefined,
    generationPromptOf(templateProbes),
  );
  return readLintRows(data, {
    textField: typeof field === 'string' ? field : undefined,
    read: exampleReader(split, undefined),
    isEvaluation,
  });
}

function trainedRows({ rows }: LintRows, task: Task): RowSequence<HealthRow> {
  const classes = classesOf(rows, task);
  return mappedRows(rows, ({ question, answer, media }, at) => {
    const { class: name, surface } = classes[at] ?? {};
    return { question, answer, media, class: name, surface };
  });
}

interface AnswerClass {
  readonly class?: string;
  readonly surface?: string;
}

/** Rows that spell a class alike share what is kept of it. */
function classesOf(rows: LintRows['rows'], task: Task): readonly (AnswerClass | undefined)[] {
  if (task.kind !== 'classify') return [];
  const known = new Map<string, AnswerClass>();
  return Array.from(rows, ({ answer }) => {
    const found = answer === undefined ? undefined : classOf(answer, task);
    if (found === undefined) return undefined;
    const key = JSON.stringify(found);
    const same = known.get(key) ?? found;
    known.set(key, same);
    return same;
  });
}

/** A text that holds a class among other words has the class, but is no spelling of it. */
function classOf(answer: string, task: Task & { readonly kind: 'classify' }): AnswerClass | undefined {
  const found = extractClass(answer, task);
  if (found.state !== 'class') return undefined;
  const isSpelling = matchClass(found.surface, task.classes)?.class === found.class;
  return { class: found.class, ...(isSpelling ? { surface: found.surface } : {}) };
}

function evaluatedRows(
  { rows }: LintRows,
  task: Task,
  find: ReturnType<typeof answerFinder>,
): RowSequence<HealthEvaluationRow> {
  const classes = classesOf(rows, task);
  const answers = Array.from(rows, (row) => {
    const found = find(row);
    return found && judgedBy(found, row.answer, task);
  });
  return mappedRows(rows, ({ id, question, answer, media }, at) => {
    const { correct = null, chosen } = answers[at] ?? {};
    return { id, question, answer, media, class: classes[at]?.class, correct, chosen };
  });
}

function sideOf({ damage, sample, ...side }: LintRows): LintedSide {
  return { ...side, damaged: damage.length, sampled: sample.length };
}
