import { ok, type Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { fail } from '../trl/fail.ts';
import { occurrences } from './occurrences.ts';
import type { BatchImages } from './vision-batch.ts';
import type { PixelSize, VisionProcessor } from './vision-processor.ts';

// A batch of eight rows with sixteen pictures of the largest published budget has two million.
const MAX_TOKENS = 4_000_000;

function compared(
  processor: VisionProcessor,
  texts: readonly string[],
  images: BatchImages,
): TrainerFailure | undefined {
  const { comparison, placeholder } = processor;
  if (comparison === 'none' || (comparison === 'unless-no-images' && !images)) return undefined;
  for (const [row, text] of texts.entries()) {
    const written = occurrences(text, placeholder);
    const given = images?.[row]?.length ?? 0;
    if (written === given) continue;
    const message = `The text of a row has ${written} × ${placeholder} and the row ${given} images, so the processor stops. Give one image per placeholder.`;
    return { type: 'ValueError', message, row };
  }
  return undefined;
}

/** The expansion of every image in order, or the first failure. */
function expansions(
  processor: VisionProcessor,
  images: readonly (readonly PixelSize[])[],
): Result<string[], TrainerFailure> {
  const texts: string[] = [];
  let tokens = 0;
  for (const [row, sizes] of images.entries()) {
    for (const size of sizes) {
      const expansion = processor.expand(size);
      if (!expansion.ok) return { ok: false, problem: { row, ...expansion.problem } };
      tokens += expansion.value.tokens;
      if (tokens > MAX_TOKENS)
        return fail('CannotTell', `More than ${MAX_TOKENS} image tokens in one batch are not written out.`);
      texts.push(expansion.value.text);
    }
  }
  return ok(texts);
}

/**
 * Replaces image placeholders by their expansions across a batch (transformers 5.18, processing_utils.py,
 * `get_text_with_replacements`): one list of expansions for all texts, taken in order. So a placeholder too many in one row takes the
 * next row's image, and after the last one the processor stops with StopIteration; an image too many is left over without a word.
 */
export function expandPlaceholders(
  processor: VisionProcessor,
  texts: readonly string[],
  images: BatchImages,
): Result<readonly string[], TrainerFailure> {
  const difference = compared(processor, texts, images);
  if (difference) return { ok: false, problem: difference };
  if (!images) return ok(texts);
  const made = expansions(processor, images);
  if (!made.ok) return made;
  if (made.value.length === 0) return ok(texts);
  let next = 0;
  const expanded: string[] = [];
  for (const [row, text] of texts.entries()) {
    const parts = text.split(processor.placeholder);
    if (next + parts.length - 1 > made.value.length) {
      const message = `The texts have more ${processor.placeholder} than the batch has images, so the processor stops. Give one image per placeholder.`;
      return { ok: false, problem: { type: 'StopIteration', message, row } };
    }
    expanded.push(parts.map((part, index) => (index === 0 ? part : `${made.value[next++] ?? ''}${part}`)).join(''));
  }
  return ok(expanded);
}
