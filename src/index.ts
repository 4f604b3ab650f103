import { type CheckOptions, checkRun as checkFiles } from './check-run.ts';
import type { MergeProof } from './evidence/merge-proof.ts';
import type { MergeProofOptions } from './gather/merge-plan.ts';
import { proveMerge as proveFiles } from './gather/prove-merge.ts';
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

/** The three folders of a merge: paths (Node) or what reads them. */
export type MergeFolders = Readonly<Record<'base' | 'adapter' | 'merged', string | RunFiles>>;

/**
 * Proves from files whether `merged` is `base` + `adapter`: by how much each module's update counts, what rounding explains, and which
 * tensors disagree. Damaged and missing files give the verdict `unknown` with the reason; only a folder that cannot be opened throws.
 * Links that leave a folder are followed, because model caches are made of them.
 */
export async function proveMerge(folders: MergeFolders, options: MergeProofOptions = {}): Promise<MergeProof> {
  const open = (folder: string | RunFiles) =>
    typeof folder === 'string' ? openRun(folder, { allowOutside: true }) : folder;
  const [base, adapter, merged] = await Promise.all([open(folders.base), open(folders.adapter), open(folders.merged)]);
  return proveFiles({ base, adapter, merged }, options);
}

export type { ChatTemplate, RenderInput, Rendering, Segment } from './chat-template/chat-template.ts';
export { type CompileOptions, compileTemplate } from './chat-template/compile-template.ts';
export { type Marking, type MarkOptions, markGeneration } from './chat-template/mark/mark-generation.ts';
export { TemplateError } from './chat-template/template-error.ts';
export type { CheckOptions } from './check-run.ts';
export type { MergeProof, ModuleProof } from './evidence/merge-proof.ts';
export type { MergeProofOptions } from './gather/merge-plan.ts';
export {
  type AssistantOnlyCondition,
  type AssistantOnlyInput,
  assistantOnlyConditions,
} from './labels/assistant-only-conditions.ts';
export type { LabelOutcome, LabelPrediction } from './labels/label-prediction.ts';
export { type PredictLabelsInput, predictLabels } from './labels/predict-labels.ts';
export { openRun } from './open-run.ts';
export { openTokenizer } from './open-tokenizer.ts';
export { type Format, renderers } from './render/render.ts';
export type { TerminalOptions } from './render/terminal/page.ts';
export { type Report, ReportSchema } from './report/report.ts';
export {
  type ComparedRun,
  type ComparePredictionsOptions,
  comparePredictions,
} from './scoring/compare/compare-predictions.ts';
export type { Comparison } from './scoring/compare/comparison.ts';
export { type FailureContext, type FailureData, failureContext } from './scoring/failures/failure-context.ts';
export type { FailureSample } from './scoring/failures/failure-sample.ts';
export { type FailureTally, tallyFailures } from './scoring/failures/tally-failures.ts';
export { type PredictionLine, scorePredictions } from './scoring/score-predictions.ts';
export type { Scorecard } from './scoring/scorecard.ts';
export type { Task } from './scoring/task.ts';
export { memoryFiles } from './source/memory.ts';
export type { RunFiles } from './source/run-files.ts';
export { loadTokenizer, type TokenizerFiles } from './tokenizer/load-tokenizer.ts';
export type { Tokenizer } from './tokenizer/tokenizer.ts';
export { TokenizerError } from './tokenizer/tokenizer-error.ts';
export { version } from './version.ts';
