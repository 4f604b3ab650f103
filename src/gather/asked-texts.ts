import { promptTexts } from '../evidence/derive/prompt-texts.ts';
import type { RunTokenizer } from '../evidence/run-tokenizer.ts';
import type { Answer } from './answer-rows.ts';

/**
 * What the prompt of an answer may look like: as its request sent it, else as the data asks it, else as the prediction says. Often empty.
 */
export function askedTexts(
  { request, question, prompt }: Pick<Answer, 'request' | 'question' | 'prompt'>,
  tokenizer: RunTokenizer | undefined,
): readonly string[] {
  if (request !== undefined) return promptTexts(request, tokenizer);
  const asked = question ?? (prompt?.form === 'text' ? prompt.text : undefined);
  return asked === undefined || asked === '' ? NO_TEXTS : [asked];
}

/** One for all: this runs for every prediction. */
const NO_TEXTS: readonly string[] = [];
