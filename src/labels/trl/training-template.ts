import { sha256 } from '../../lib/sha256.ts';
import { isSince } from './is-since.ts';
import { type TemplateEdit, trainingTemplates } from './training-templates.ts';

// The longest template TRL knows has 18,600 characters; hashing a hostile one of megabytes would be wasted.
const MAX_LENGTH = 200_000;

export interface FoundTrainingTemplate {
  readonly family: string;
  readonly source: string;
}

function edited(source: string, edits: readonly TemplateEdit[]): string {
  let result = '';
  let at = 0;
  for (const [offset, removed, inserted] of edits) {
    result += source.slice(at, offset) + inserted;
    at = offset + removed;
  }
  return result + source.slice(at);
}

/**
 * TRL's `get_training_chat_template` (chat_template_utils.py): the variant with generation markers for a template that equals a bundled
 * one to the last character. Undefined for any other, for which TRL raises ValueError.
 */
export function trainingTemplate(source: string, version: readonly number[]): FoundTrainingTemplate | undefined {
  if (source.length > MAX_LENGTH) return undefined;
  const hash = sha256(source);
  const found = trainingTemplates.find(
    (entry) => entry.sha256 === hash && isSince(version, entry.since.split('.').map(Number)),
  );
  return found && { family: found.family, source: edited(source, found.edits) };
}
