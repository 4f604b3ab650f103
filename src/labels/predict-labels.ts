import type { Row } from '../formats/row-value.ts';
import type { Tokenizer } from '../tokenizer/tokenizer.ts';
import { readLabelConfig } from './label-config.ts';
import type { LabelOutcome } from './label-prediction.ts';
import type { TrainerVersion } from './training-setup.ts';
import { predictTextLabels, type TextLabelInput } from './trl/predict-text-labels.ts';
import { releaseOf } from './trl/releases.ts';
import type { RowOrigin } from './trl/table-shape.ts';
import { encodeProcessorChat } from './vision/encode-processor-chat.ts';
import { predictVisionLabels, type VisionOutcome } from './vision/predict-vision-labels.ts';
import type { ProcessorSource } from './vision/processor-fields.ts';
import { readProcessor } from './vision/read-processor.ts';
import type { ReadImage } from './vision/row-images.ts';
import { visionGuards } from './vision/vision-guards.ts';

export interface PredictLabelsInput {
  readonly rows: readonly Row[];
  readonly tokenizer: Tokenizer;
  /** `eos_token`, `pad_token` … as texts; default: those of the tokenizer. */
  readonly specialTokens?: Readonly<Record<string, string>>;
  /** The tokenizer's chat template; null or absent when it has none. */
  readonly chatTemplate?: string | null;
  /** Training arguments by TRL's own names; others are noted. Without `max_length` nothing is cut. */
  readonly config?: unknown;
  readonly trainer: TrainerVersion;
  /** What the processor's files say, when a vision-language model is trained. */
  readonly processor?: ProcessorSource | null;
  /** Opens images that rows name by path. */
  readonly readImage?: ReadImage;
  /** How the rows became a data set; default `list`, as `Dataset.from_list`. */
  readonly origin?: RowOrigin;
  /** The clock `strftime_now` reads while rendering; default now. */
  readonly now?: Date;
}

/**
 * Which tokens of which rows bear loss, as TRL's SFTTrainer prepares and collates them: the same ids and labels, dropped rows, packs and
 * warnings, or the exception it ends with. A promise for rows with images, whose files are opened. Never throws for input of any kind.
 */
export function predictLabels(input: PredictLabelsInput): LabelOutcome | Promise<VisionOutcome> {
  const { rows, tokenizer, trainer, origin = 'list' } = input;
  const settings = readLabelConfig(input.config ?? {});
  if (!settings.ok) {
    const { key, reason } = settings.problem;
    const message = `The setting ${key ?? 'config'} cannot be read: ${reason}. Correct it; no labels can be predicted without it.`;
    return { error: { type: 'ValueError', message }, warnings: [], basis: 'release-notes' };
  }
  const [firstRow = {}] = rows;
  const shared = {
    rows,
    tokenizer,
    trainer,
    specialTokens: input.specialTokens ?? tokenizer.namedTokens,
    chatTemplate: input.chatTemplate ?? undefined,
    ...(input.now ? { now: input.now } : {}),
  };
  // The first row alone decides (sft_trainer.py: `"image" in dataset_sample or "images" in dataset_sample`).
  if ('image' in firstRow || 'images' in firstRow) {
    return predictVisionLabels({
      ...shared,
      config: settings.value.config,
      arguments: input.config,
      processor: input.processor ?? undefined,
      ...(input.readImage ? { readImage: input.readImage } : {}),
    });
  }
  const text = { ...shared, origin, settings: settings.value };
  return input.processor ? predictWithProcessor(text, input.processor) : predictTextLabels(text);
}

/** Rows of text whose trainer is given a processor, as for every model that ships one. */
function predictWithProcessor(text: TextLabelInput, source: ProcessorSource): LabelOutcome {
  const processor = readProcessor(source);
  if (!processor.ok) {
    const message = `The processor settings cannot be used: ${processor.problem.reason}. Predict without the processor for what the bare tokenizer gives.`;
    return { error: { type: 'CannotTell', message }, warnings: [], basis: 'release-notes' };
  }
  const { basis, behaviour } = releaseOf(text.trainer);
  const refusal = behaviour.guardsProcessors ? visionGuards(text.settings.config) : undefined;
  if (refusal) return { error: refusal, warnings: [], basis };
  return predictTextLabels({
    ...text,
    processorChat: (encoder, request) => encodeProcessorChat(processor.value, encoder, request),
  });
}
