import * as v from 'valibot';
import type { ChatTemplate } from '../../chat-template/chat-template.ts';
import { compileTemplate } from '../../chat-template/compile-template.ts';
import type { Row } from '../../formats/row-value.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { Tokenizer } from '../../tokenizer/tokenizer.ts';
import type { LabelConfig } from '../label-config.ts';
import type { PredictionBasis, TrainerFailure, TrainerVersion } from '../training-setup.ts';
import { fail } from '../trl/fail.ts';
import { releaseOf } from '../trl/releases.ts';
import { escapePattern } from './escape-pattern.ts';
import { mediaTokenizer } from './media-tokenizer.ts';
import type { ProcessorSource } from './processor-fields.ts';
import { readProcessor } from './read-processor.ts';
import { visionGuards } from './vision-guards.ts';
import type { VisionPlan } from './vision-plan.ts';

export interface VisionPlanInput {
  /** As the trainer reads it from the data set, all columns. */
  readonly firstRow: Row;
  readonly tokenizer: Tokenizer;
  /** `bos_token` … as texts. */
  readonly specialTokens: Readonly<Record<string, string>>;
  readonly chatTemplate: string | undefined;
  readonly config: LabelConfig;
  /** Training arguments as given, for `remove_unused_columns`. */
  readonly arguments: unknown;
  readonly trainer: TrainerVersion;
  readonly processor: ProcessorSource | undefined;
  readonly now?: Date;
}

export interface PlannedVision {
  readonly basis: PredictionBasis;
  readonly plan: Result<VisionPlan, TrainerFailure>;
}

// TRL 0.22.0 brought the collator for images; what users did before was their own.
const FIRST_RELEASE = [0, 22, 0];

const trainingArguments = v.looseObject({ remove_unused_columns: v.nullish(v.boolean(), true) });

function isBefore(version: readonly number[], first: readonly number[]): boolean {
  const at = first.findIndex((number, index) => version[index] !== number);
  return at !== -1 && (version[at] ?? 0) < (first[at] ?? 0);
}

function compileLater(source: string, now: Date | undefined): () => ChatTemplate {
  let compiled: ChatTemplate | undefined;
  return () => {
    compiled ??= compileTemplate(source, now ? { now } : {});
    return compiled;
  };
}

function refused(input: VisionPlanInput, version: readonly number[]): TrainerFailure | undefined {
  if (isBefore(version, FIRST_RELEASE)) {
    return {
      type: 'CannotTell',
      message: `TRL ${input.trainer.version} has no collator for images; which tokens bear loss was up to the training script.`,
    };
  }
  if (input.processor === undefined) {
    return {
      type: 'ValueError',
      message:
        'The data has an image column, and no processor is given: with a tokenizer alone the trainer refuses such data. Name the processor, or drop the column.',
    };
  }
  return visionGuards(input.config);
}

function build(input: VisionPlanInput, basis: PredictionBasis): Result<VisionPlan, TrainerFailure> {
  const read = readProcessor(input.processor ?? {});
  if (!read.ok) {
    const { key, reason } = read.problem;
    return fail('CannotTell', `The processor settings cannot be used${key ? ` (${key})` : ''}: ${reason}.`);
  }
  const given = v.safeParse(trainingArguments, input.arguments ?? {});
  if (!given.success) return fail('ValueError', 'remove_unused_columns is neither true nor false.');
  const processor = read.value;
  const tokenizer = mediaTokenizer(input.tokenizer, processor.neededTokens);
  const { chatTemplate, config, firstRow, specialTokens } = input;
  const [repeated = processor.placeholder] = processor.countedTokens;
  const byFirstRow = Object.hasOwn(firstRow, 'prompt') && Object.hasOwn(firstRow, 'completion');
  return ok({
    config,
    basis,
    processor,
    tokenizer,
    repeated: { text: repeated, runs: new RegExp(`(?:${escapePattern(repeated)})+`, 'g') },
    renderer: {
      specialTokens,
      template: chatTemplate === undefined ? undefined : compileLater(chatTemplate, input.now),
    },
    eos: specialTokens.eos_token,
    unknownId: specialTokens.unk_token === undefined ? undefined : tokenizer.tokenId(specialTokens.unk_token),
    completionOnly: config.completion_only_loss ?? byFirstRow,
    removesUnusedColumns: given.output.remove_unused_columns,
    mediaIds: new Set(processor.mediaTokens.map((token) => tokenizer.tokenId(token)).filter((id) => id !== undefined)),
  });
}

/** Takes every decision that holds for the whole data set, or says what the trainer (or Lockstep) refuses. */
export function planVision(input: VisionPlanInput): PlannedVision {
  const { basis, version } = releaseOf(input.trainer);
  const problem = refused(input, version);
  return { basis, plan: problem ? { ok: false, problem } : build(input, basis) };
}
