import type { AnswerSummary } from '../evidence/answer-summary.ts';
import { assumedDifferences } from '../scoring/compare/assumed-differences.ts';
import type { AnswerScores } from '../scoring/score-tally.ts';
import type { Task } from '../scoring/task.ts';
import { predictionNotes } from './prediction-notes.ts';
import type { ScoresReport } from './scores-report.ts';

export interface ScoredPredictions {
  readonly version: string;
  /** The file of predictions. */
  readonly path: string;
  readonly summary: AnswerSummary;
  readonly scores: AnswerScores;
  readonly task: Task;
  readonly taskFrom: string;
  /** Columns that the user slices by. */
  readonly columns: readonly string[];
}

/** Everything `lockstep score` says about one file of predictions; the texts of rows are added by who can read them. */
export function buildScoresReport({
  version,
  path,
  summary,
  scores,
  task,
  taskFrom,
  columns,
}: ScoredPredictions): ScoresReport {
  const { scored, judged, card, measures, failures, slices } = scores;
  return {
    schema: 'lockstep-scores/1',
    tool: { name: 'lockstep', version },
    ...{ path, task, taskFrom, rows: { total: summary.total, scored, judged } },
    data: summary.data ?? null,
    ...{ card, measures, failures },
    slices: slices === null ? null : { ...slices, asked: columns },
    detectable: assumedDifferences(judged),
    notes: predictionNotes(summary, { path, judged, prompts: true }),
    samples: [],
  };
}
