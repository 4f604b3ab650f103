import type { DataHealth } from '../scoring/health/data-health.ts';
import type { HealthFinding } from '../scoring/health/health-finding.ts';
import type { RowSequence } from '../scoring/health/row-sequence.ts';
import type { Task } from '../scoring/task.ts';
import { type CheckedRun, dataAdvice } from './data-advice.ts';
import { dataNotes } from './data-notes.ts';
import type { DataFinding, DataReport, DataSide } from './data-report.ts';
import { dataSamples } from './data-samples.ts';
import { namedHealth, namedRows, type RowNames } from './named-health.ts';

/** One row as it was read. */
export interface LintedRow {
  readonly id: string;
  readonly question: string;
  readonly answer?: string | undefined;
  readonly media?: string | undefined;
  /** Evaluation rows: whether the model is right, and what it answered. */
  readonly correct?: boolean | null;
  readonly chosen?: string | undefined;
}

export interface LintedSide {
  readonly path: string;
  readonly rows: RowSequence<LintedRow>;
  /** Of each row. */
  readonly ids: readonly string[];
  readonly answered: number;
  readonly withMedia: number;
  readonly total: number;
  readonly unread: number;
  /** Places of the files that could not be used. */
  readonly damaged: number;
  /** Rows given to the tokenizer. */
  readonly sampled: number;
}

export interface LintedData {
  readonly version: string;
  readonly folder: string;
  readonly task: Task;
  readonly taskFrom: string;
  readonly training: LintedSide;
  readonly evaluation?: LintedSide;
  /** The file of predictions. */
  readonly predictions?: string;
  readonly health: DataHealth;
  readonly findings: readonly HealthFinding[];
  readonly plan: DataReport['settings'];
  readonly missing: DataReport['missing'];
  readonly checked: CheckedRun | undefined;
}

/** Everything `lockstep lint` says about the data of one run. */
export function buildDataReport(given: LintedData): DataReport {
  const { training, evaluation, health, findings, folder } = given;
  const names: RowNames = {
    training: (row) => training.ids[row] ?? String(row),
    evaluation: (row) => evaluation?.ids[row] ?? String(row),
  };
  const found = findings.map((finding) => dataFinding(finding, names));
  const named = namedHealth(health, names);
  return {
    schema: 'lockstep-data/1',
    tool: { name: 'lockstep', version: given.version },
    folder,
    training: sideOf(training),
    evaluation: evaluation === undefined ? null : evaluationSide(evaluation),
    predictions: given.predictions ?? null,
    task: given.task,
    taskFrom: given.taskFrom,
    tokenised: health.tokens === null ? 0 : training.sampled,
    settings: given.plan,
    health: named,
    findings: found,
    advice: dataAdvice(findings, given.checked, folder),
    missing: given.missing,
    notes: dataNotes(given),
    samples: dataSamples({
      findings: found,
      health: named,
      training: training.rows,
      evaluation: evaluation?.rows ?? [],
    }),
  };
}

function sideOf({ path, rows, total, unread, answered, withMedia }: LintedSide): DataSide {
  return { path, total, unread, rows: rows.length, answered, withMedia };
}

function evaluationSide(side: LintedSide): DataReport['evaluation'] {
  let judged = 0;
  for (const { correct } of side.rows) if (correct !== null && correct !== undefined) judged++;
  return { ...sideOf(side), judged };
}

function dataFinding({ id, level, what, why, rows, ids }: HealthFinding, names: RowNames): DataFinding {
  return {
    ...{ id, level, what, why },
    ...(rows === undefined ? {} : { training: namedRows(rows, names.training) }),
    ...(ids === undefined ? {} : { evaluation: { count: ids.length, ids } }),
  };
}
