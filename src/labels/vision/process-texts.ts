import { ok, type Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { encodeWithRuns } from './encode-with-runs.ts';
import { expandPlaceholders } from './expand-placeholders.ts';
import { occurrences } from './occurrences.ts';
import type { BatchImages } from './vision-batch.ts';
import type { VisionPlan } from './vision-plan.ts';

export interface ProcessRequest {
  readonly texts: readonly string[];
  readonly images: BatchImages;
  /** Cuts every row to so many tokens. */
  readonly maxLength: number | undefined;
}

export interface ProcessedText {
  readonly ids: readonly number[];
  readonly wasCut: boolean;
}

/** The id that stands for a token: Qwen's processors look up a token that the tokenizer lacks and get that of unknown text. */
function countedId(plan: VisionPlan, token: string): number | undefined {
  const id = plan.tokenizer.tokenId(token);
  return id ?? (plan.processor.family === 'qwen-vl' ? plan.unknownId : undefined);
}

/** A token of which the ids have not as many as the text, as after a cut through an image. */
function lostToken(plan: VisionPlan, text: string, ids: readonly number[]): string | undefined {
  return plan.processor.countedTokens.find((token) => {
    const id = countedId(plan, token);
    if (id === undefined) return false;
    return occurrences(text, token) !== ids.filter((one) => one === id).length;
  });
}

/**
 * `processor(text, images, add_special_tokens=False)` for a batch, without padding: placeholders are expanded, then the texts are
 * tokenised, cut and counted. Idefics3 looks up the last token of each expansion before it counts, and stops there with a TypeError.
 */
export function processTexts(
  plan: VisionPlan,
  request: ProcessRequest,
): Result<readonly ProcessedText[], TrainerFailure> {
  const expanded = expandPlaceholders(plan.processor, request.texts, request.images);
  if (!expanded.ok) return expanded;
  const processed: ProcessedText[] = [];
  for (const [row, text] of expanded.value.entries()) {
    const all = encodeWithRuns(plan.tokenizer, text, plan.repeated);
    const ids = request.maxLength === undefined ? all : all.slice(0, request.maxLength);
    const lost = lostToken(plan, text, ids);
    if (lost !== undefined && (request.images || plan.processor.family !== 'idefics3')) {
      const type = plan.processor.family === 'idefics3' ? 'TypeError' : 'ValueError';
      const message = `max_length ${request.maxLength ?? ''} cuts through an image (${lost}), so the processor stops. Raise max_length or set it to null.`;
      return { ok: false, problem: { type, message, row } };
    }
    processed.push({ ids, wasCut: ids.length < all.length });
  }
  return ok(processed);
}
