import { type CheckOptions, checkRun as checkFiles } from './check-run.ts';
import { openRun } from './open-run.ts';
import type { Report } from './report/report.ts';
import type { RunFiles } from './source/run-files.ts';

/**
 * Examines a run and says which clauses of the training/inference contract hold, which are broken and what most probably broke them.
 * Takes a folder on disk (Node) or any `RunFiles`. Missing and damaged files are part of the report; only a folder that cannot be
 * opened throws.
 */
export async function checkRun(run: string | RunFiles, options: CheckOptions = {}): Promise<Report> {
  return checkFiles(typeof run === 'string' ? await openRun(run) : run, options);
}

export type { ChatTemplate, RenderInput } from './chat-template/chat-template.ts';
export { compileTemplate } from './chat-template/compile-template.ts';
export { markGeneration } from './chat-template/mark/mark-generation.ts';
export { TemplateError } from './chat-template/template-error.ts';
export type { CheckOptions } from './check-run.ts';
export { assistantOnlyConditions } from './labels/assistant-only-conditions.ts';
export type { LabelOutcome, LabelPrediction } from './labels/label-prediction.ts';
export { type PredictLabelsInput, predictLabels } from './labels/predict-labels.ts';
export { openRun } from './open-run.ts';
export { openTokenizer } from './open-tokenizer.ts';
export { renderers } from './render/render.ts';
export { type Report, ReportSchema } from './report/report.ts';
export { scorePredictions } from './scoring/score-predictions.ts';
export type { Scorecard } from './scoring/scorecard.ts';
export { memoryFiles } from './source/memory.ts';
export type { RunFiles } from './source/run-files.ts';
export { loadTokenizer } from './tokenizer/load-tokenizer.ts';
export type { Tokenizer } from './tokenizer/tokenizer.ts';
export { TokenizerError } from './tokenizer/tokenizer-error.ts';
export { version } from './version.ts';
