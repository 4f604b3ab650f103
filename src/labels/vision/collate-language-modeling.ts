import { ok, type Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { fail } from '../trl/fail.ts';
import { pythonTypeName } from '../trl/python-type-name.ts';
import { prepareMessages } from './prepare-messages.ts';
import { processTexts } from './process-texts.ts';
import { renderMessages } from './render-messages.ts';
import { batchImages, type VisionBatch } from './vision-batch.ts';
import type { VisionPlan } from './vision-plan.ts';
import type { VisionRow } from './vision-row.ts';

type Texts = Result<readonly string[], TrainerFailure>;

function conversationTexts(plan: VisionPlan, batch: VisionBatch): Texts {
  const texts: string[] = [];
  for (const [row, cells] of batch.rows.entries()) {
    if (!Object.hasOwn(cells, 'messages'))
      return { ok: false, problem: { type: 'KeyError', message: "'messages'", row } };
    const messages = prepareMessages(cells.messages, batch.images[row]?.length ?? 0);
    if (!messages.ok) return { ok: false, problem: { row, ...messages.problem } };
    const text = renderMessages(plan.renderer, messages.value);
    if (!text.ok) return { ok: false, problem: { row, ...text.problem } };
    texts.push(text.value.text);
  }
  return ok(texts);
}

function plainTexts(plan: VisionPlan, batch: VisionBatch): Texts {
  const field = plan.config.dataset_text_field;
  const texts: string[] = [];
  for (const [row, cells] of batch.rows.entries()) {
    const text = cells[field];
    if (text === undefined) return { ok: false, problem: { type: 'KeyError', message: `'${field}'`, row } };
    if (typeof text !== 'string') {
      return {
        ok: false,
        problem: { type: 'TypeError', message: `The column ${field} holds ${pythonTypeName(text)}, not text.`, row },
      };
    }
    texts.push(text);
  }
  return ok(texts);
}

/**
 * `messages` and `text` rows in TRL's vision collator (sft_trainer.py, `_collate_language_modeling`, 1.13): everything but padding
 * bears loss, image tokens too. Cutting is the tokenizer's, so a cut through an image stops the trainer.
 */
export function collateLanguageModeling(
  plan: VisionPlan,
  batch: VisionBatch,
): Result<readonly VisionRow[], TrainerFailure> {
  const maxLength = plan.config.max_length ?? undefined;
  if (maxLength !== undefined && maxLength < 1) {
    return fail(
      'CannotTell',
      `max_length is ${maxLength}, and what the tokenizer makes of that is not predicted. Set a positive number or null.`,
    );
  }
  const [first = {}] = batch.rows;
  const texts = Object.hasOwn(first, 'messages') ? conversationTexts(plan, batch) : plainTexts(plan, batch);
  if (!texts.ok) return texts;
  const processed = processTexts(plan, { texts: texts.value, images: batchImages(batch), maxLength });
  if (!processed.ok) return processed;
  return ok(
    processed.value.map(({ ids, wasCut }) => ({
      inputIds: ids,
      promptLength: 0,
      unlabelled: 0,
      wasCut,
      lostImageTokens: false,
      endsWithoutEos: false,
    })),
  );
}
