import adapterKeysUnmatched from './adapter/keys-unmatched.ts';
import adapterMergeBaseDiffers from './adapter/merge-base-differs.ts';
import adapterMergeMissing from './adapter/merge-missing.ts';
import adapterMergeScaleWrong from './adapter/merge-scale-wrong.ts';
import adapterNotApplied from './adapter/not-applied.ts';
import adapterUntrained from './adapter/untrained.ts';
import dataAnswerPositionBiased from './data/answer-position-biased.ts';
import dataConflictingLabels from './data/conflicting-labels.ts';
import dataForeignDomainLeak from './data/foreign-domain-leak.ts';
import dataLabelImbalance from './data/label-imbalance.ts';
import dataLabelSurfaceVaries from './data/label-surface-varies.ts';
import dataPromptsCollapse from './data/prompts-collapse.ts';
import dataTrainEvalOverlap from './data/train-eval-overlap.ts';
import decodeLengthCut from './decode/length-cut.ts';
import decodePromptNotStripped from './decode/prompt-not-stripped.ts';
import decodeSamplingOn from './decode/sampling-on.ts';
import decodeStopTokenUnset from './decode/stop-token-unset.ts';
import type { Cause } from './define-cause.ts';
import evalParseFailureCountedAsLabel from './eval/parse-failure-counted-as-label.ts';
import evalParserRejectsValid from './eval/parser-rejects-valid.ts';
import lossAnswerTruncated from './loss/answer-truncated.ts';
import lossBoundaryShifted from './loss/boundary-shifted.ts';
import lossMediaInLoss from './loss/media-in-loss.ts';
import lossNothingInLoss from './loss/nothing-in-loss.ts';
import lossPromptInLoss from './loss/prompt-in-loss.ts';
import lossTerminatorNotInLoss from './loss/terminator-not-in-loss.ts';
import lossTurnsDropped from './loss/turns-dropped.ts';
import renderBosDoubled from './render/bos-doubled.ts';
import renderGenerationPromptMissing from './render/generation-prompt-missing.ts';
import renderMediaOrderDiffers from './render/media-order-differs.ts';
import renderSystemPromptDiffers from './render/system-prompt-differs.ts';
import renderTemplateDiffers from './render/template-differs.ts';
import renderThinkBlockDiffers from './render/think-block-differs.ts';
import trainingDiverged from './training/diverged.ts';
import trainingOverfit from './training/overfit.ts';
import trainingUndertrained from './training/undertrained.ts';

/** Every cause that can be diagnosed (design.md section 8). */
export const causes = [
  lossPromptInLoss,
  lossAnswerTruncated,
  lossTerminatorNotInLoss,
  lossBoundaryShifted,
  lossTurnsDropped,
  lossNothingInLoss,
  lossMediaInLoss,
  renderSystemPromptDiffers,
  renderGenerationPromptMissing,
  renderBosDoubled,
  renderThinkBlockDiffers,
  renderTemplateDiffers,
  renderMediaOrderDiffers,
  adapterNotApplied,
  adapterUntrained,
  adapterKeysUnmatched,
  adapterMergeMissing,
  adapterMergeScaleWrong,
  adapterMergeBaseDiffers,
  decodePromptNotStripped,
  decodeSamplingOn,
  decodeLengthCut,
  decodeStopTokenUnset,
  evalParseFailureCountedAsLabel,
  evalParserRejectsValid,
  dataLabelImbalance,
  dataAnswerPositionBiased,
  dataConflictingLabels,
  dataPromptsCollapse,
  dataLabelSurfaceVaries,
  dataTrainEvalOverlap,
  dataForeignDomainLeak,
  trainingOverfit,
  trainingUndertrained,
  trainingDiverged,
] as const satisfies readonly Cause[];

export type CauseId = (typeof causes)[number]['id'];
