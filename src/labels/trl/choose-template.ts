import { hasGenerationMarkers } from '../../chat-template/has-generation-markers.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { LabelConfig } from '../label-config.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { fail } from './fail.ts';
import type { Release } from './releases.ts';
import { createTemplates, type Templates } from './templates.ts';
import { trainingTemplate } from './training-template.ts';

export interface ChosenTemplate {
  readonly templates: Templates;
  /** The family whose training variant was swapped in. */
  readonly family: string | undefined;
}

interface TemplateInput {
  readonly chatTemplate: string | undefined;
  readonly settings: { readonly config: LabelConfig };
  readonly now?: Date;
}

/**
 * The template rows are rendered with: with assistant-only loss and no generation markers the bundled training variant, if the template
 * is a bundled original to the last character, else a ValueError.
 */
export function chooseTemplate(input: TemplateInput, release: Release): Result<ChosenTemplate, TrainerFailure> {
  const { chatTemplate: own, now } = input;
  const isSwapped = input.settings.config.assistant_only_loss && release.behaviour.swapsTrainingTemplate;
  const kept = ok({ templates: createTemplates(own, own, now), family: undefined });
  if (!isSwapped) return kept;
  if (own === undefined)
    return fail(
      'TypeError',
      'assistant_only_loss looks for generation markers in the chat template, and the tokenizer has none. Set chat_template_path or tokenizer.chat_template.',
    );
  if (hasGenerationMarkers(own)) return kept;
  const found = trainingTemplate(own, release.version);
  if (found) return ok({ templates: createTemplates(own, found.source, now), family: found.family });
  return fail(
    'ValueError',
    'assistant_only_loss needs generation markers in the chat template. This one has none and equals no template that TRL bundles, so training does not start. Add {% generation %} and {% endgeneration %} around the assistant turn (`lockstep template mark FILE`), or use prompt and completion columns instead.',
  );
}
