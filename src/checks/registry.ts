import adapterKeysUnmatched from './adapter/keys-unmatched.ts';
import adapterMergeBaseDiffers from './adapter/merge-base-differs.ts';
import adapterMergePartial from './adapter/merge-partial.ts';
import adapterMergeScaleOff from './adapter/merge-scale-off.ts';
import adapterMergeUpdateAbsent from './adapter/merge-update-absent.ts';
import adapterMovementTiny from './adapter/movement-tiny.ts';
import adapterOutputsEqualBase from './adapter/outputs-equal-base.ts';
import adapterServedWeightsEqualBase from './adapter/served-weights-equal-base.ts';
import adapterUnsupportedByServer from './adapter/unsupported-by-server.ts';
import adapterUpdateZero from './adapter/update-zero.ts';
import adapterWeightsNotFinite from './adapter/weights-not-finite.ts';
import dataAnswersConflicting from './data/answers-conflicting.ts';
import dataClassImbalanced from './data/class-imbalanced.ts';
import dataClassSpellingVaries from './data/class-spelling-varies.ts';
import dataEvalRowTrained from './data/eval-row-trained.ts';
import dataForeignTermAnswered from './data/foreign-term-answered.ts';
import dataMessageKeyUnread from './data/message-key-unread.ts';
import dataNeighboursAnswerBetter from './data/neighbours-answer-better.ts';
import dataOptionPlaceFavoured from './data/option-place-favoured.ts';
import dataPromptsCollapsed from './data/prompts-collapsed.ts';
import dataRejectedAnswersTrained from './data/rejected-answers-trained.ts';
import decodeAnswerLengthCut from './decode/answer-length-cut.ts';
import decodeEndOfTurnPassed from './decode/end-of-turn-passed.ts';
import decodeOutputRepeats from './decode/output-repeats.ts';
import decodeOutputUnended from './decode/output-unended.ts';
import decodePromptIncluded from './decode/prompt-included.ts';
import decodeSamplingEnabled from './decode/sampling-enabled.ts';
import decodeStopSetIncomplete from './decode/stop-set-incomplete.ts';
import decodeStopTokenUnlisted from './decode/stop-token-unlisted.ts';
import type { AnyCheck } from './define-check.ts';
import evidenceFileDamaged from './evidence/file-damaged.ts';
import evidencePredictionUnmatched from './evidence/prediction-unmatched.ts';
import evidenceTokenUnknown from './evidence/token-unknown.ts';
import labelsAnswerAbsent from './labels/answer-absent.ts';
import labelsAnswerCut from './labels/answer-cut.ts';
import labelsAnswerStartShifted from './labels/answer-start-shifted.ts';
import labelsCaptureDiffersFromPrediction from './labels/capture-differs-from-prediction.ts';
import labelsColumnTakenAsLabels from './labels/column-taken-as-labels.ts';
import labelsCompletionMaskIgnored from './labels/completion-mask-ignored.ts';
import labelsCompletionMaskLost from './labels/completion-mask-lost.ts';
import labelsCompletionOnlyIgnored from './labels/completion-only-ignored.ts';
import labelsDocumentsJoined from './labels/documents-joined.ts';
import labelsEndOfTurnUnsupervised from './labels/end-of-turn-unsupervised.ts';
import labelsEosNotAppended from './labels/eos-not-appended.ts';
import labelsMediaSupervised from './labels/media-supervised.ts';
import labelsPacksAllMasked from './labels/packs-all-masked.ts';
import labelsPromptMaskShort from './labels/prompt-mask-short.ts';
import labelsPromptNotPrefix from './labels/prompt-not-prefix.ts';
import labelsPromptSupervised from './labels/prompt-supervised.ts';
import labelsPromptUnmasked from './labels/prompt-unmasked.ts';
import labelsRolesUnmapped from './labels/roles-unmapped.ts';
import labelsRowAllMasked from './labels/row-all-masked.ts';
import labelsRowEndUnterminated from './labels/row-end-unterminated.ts';
import labelsRowsCutByLength from './labels/rows-cut-by-length.ts';
import labelsRowsDropped from './labels/rows-dropped.ts';
import labelsSettingUnknown from './labels/setting-unknown.ts';
import labelsSpanSpills from './labels/span-spills.ts';
import renderBosCountDiffers from './render/bos-count-differs.ts';
import renderDateLineDiffers from './render/date-line-differs.ts';
import renderGenerationPromptMissing from './render/generation-prompt-missing.ts';
import renderGenerationPromptNotPrefix from './render/generation-prompt-not-prefix.ts';
import renderGgufDiffers from './render/gguf-differs.ts';
import renderImagePolicyDiffers from './render/image-policy-differs.ts';
import renderMediaPlacementDiffers from './render/media-placement-differs.ts';
import renderProcessorFileMissing from './render/processor-file-missing.ts';
import renderRoleMarkersDiffer from './render/role-markers-differ.ts';
import renderRoleUnrendered from './render/role-unrendered.ts';
import renderSystemPromptDiffers from './render/system-prompt-differs.ts';
import renderTemplatePlacesDisagree from './render/template-places-disagree.ts';
import renderTemplateTimeDependent from './render/template-time-dependent.ts';
import renderTemplatesDisagree from './render/templates-disagree.ts';
import renderThinkBlockDiffers from './render/think-block-differs.ts';
import renderTokenIdsDiffer from './render/token-ids-differ.ts';
import renderUserTextDiffers from './render/user-text-differs.ts';
import renderWhiteSpaceDiffers from './render/white-space-differs.ts';
import scoringFailureCountedAsClass from './scoring/failure-counted-as-class.ts';
import scoringTrainingRowsBelowFloor from './scoring/training-rows-below-floor.ts';
import scoringValidAnswerRejected from './scoring/valid-answer-rejected.ts';
import trainingLearningRateUnusual from './training/learning-rate-unusual.ts';
import trainingLossFlat from './training/loss-flat.ts';
import trainingLossNotFinite from './training/loss-not-finite.ts';
import trainingLossZero from './training/loss-zero.ts';
import trainingRowsMemorised from './training/rows-memorised.ts';

/** Every check, in the order of the report: by subject, then by name. Explicit on purpose: typed, ordered, tree-shakable. */
export const checks = [
  evidenceFileDamaged,
  evidencePredictionUnmatched,
  evidenceTokenUnknown,
  labelsAnswerAbsent,
  labelsAnswerCut,
  labelsAnswerStartShifted,
  labelsEndOfTurnUnsupervised,
  labelsMediaSupervised,
  labelsPromptSupervised,
  labelsRowAllMasked,
  labelsRowsDropped,
  labelsCaptureDiffersFromPrediction,
  labelsColumnTakenAsLabels,
  labelsCompletionMaskIgnored,
  labelsCompletionMaskLost,
  labelsCompletionOnlyIgnored,
  labelsDocumentsJoined,
  labelsEosNotAppended,
  labelsPacksAllMasked,
  labelsPromptMaskShort,
  labelsPromptNotPrefix,
  labelsPromptUnmasked,
  labelsRolesUnmapped,
  labelsRowEndUnterminated,
  labelsRowsCutByLength,
  labelsSettingUnknown,
  labelsSpanSpills,
  adapterKeysUnmatched,
  adapterMergeBaseDiffers,
  adapterMergePartial,
  adapterMergeScaleOff,
  adapterMergeUpdateAbsent,
  adapterMovementTiny,
  adapterOutputsEqualBase,
  adapterServedWeightsEqualBase,
  adapterUnsupportedByServer,
  adapterUpdateZero,
  adapterWeightsNotFinite,
  renderBosCountDiffers,
  renderDateLineDiffers,
  renderGenerationPromptMissing,
  renderGenerationPromptNotPrefix,
  renderMediaPlacementDiffers,
  renderRoleMarkersDiffer,
  renderRoleUnrendered,
  renderSystemPromptDiffers,
  renderTemplatePlacesDisagree,
  renderTemplateTimeDependent,
  renderTemplatesDisagree,
  renderThinkBlockDiffers,
  renderTokenIdsDiffer,
  renderUserTextDiffers,
  renderWhiteSpaceDiffers,
  renderProcessorFileMissing,
  renderImagePolicyDiffers,
  renderGgufDiffers,
  decodeAnswerLengthCut,
  decodeEndOfTurnPassed,
  decodeOutputUnended,
  decodePromptIncluded,
  decodeSamplingEnabled,
  decodeStopSetIncomplete,
  decodeStopTokenUnlisted,
  decodeOutputRepeats,
  scoringFailureCountedAsClass,
  scoringTrainingRowsBelowFloor,
  scoringValidAnswerRejected,
  dataAnswersConflicting,
  dataClassImbalanced,
  dataClassSpellingVaries,
  dataEvalRowTrained,
  dataForeignTermAnswered,
  dataNeighboursAnswerBetter,
  dataOptionPlaceFavoured,
  dataPromptsCollapsed,
  dataMessageKeyUnread,
  dataRejectedAnswersTrained,
  trainingLearningRateUnusual,
  trainingLossFlat,
  trainingLossNotFinite,
  trainingLossZero,
  trainingRowsMemorised,
] as const satisfies readonly AnyCheck[];

/** Ids are permanent; a cause that names a check that does not exist does not compile. */
export type CheckId = (typeof checks)[number]['id'];
