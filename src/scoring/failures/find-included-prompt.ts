import { findPromptLeak } from '../find-prompt-leak.ts';
import { skipTurnMarkers } from '../skip-turn-markers.ts';
import type { FailureEvidence } from './failure-code.ts';
import type { FailureSample } from './failure-sample.ts';

/** Characters compared before the whole prompt is, which would cost more than all other detectors together. */
const GLANCE = 6;

/** The prompt in front of the answer: the evaluator decoded the whole sequence, not the generated part of it. */
export function findIncludedPrompt(sample: FailureSample): FailureEvidence | null {
  const { output, outputIds, prompts = [], promptIds, target } = sample;
  const isMarked = prompts.length > 0 && skipTurnMarkers(output, 0) > 0;
  const alike = isMarked ? prompts : prompts.filter((prompt) => beginAlike(output, prompt));
  if (alike.length === 0 && (outputIds === undefined || promptIds === undefined)) return null;
  const leak = findPromptLeak({ output, outputIds, prompts: alike, promptIds, target });
  if (leak === null) return null;
  const detail = leak.whole
    ? 'the output starts with the whole prompt'
    : 'the output starts with the beginning of the prompt';
  return { code: 'prompt-included', start: 0, end: leak.answerStart ?? output.length, detail };
}

function beginAlike(output: string, prompt: string): boolean {
  for (let seen = 0, left = 0, right = 0; seen < GLANCE; seen++, left++, right++) {
    left = skipSpace(output, left);
    right = skipSpace(prompt, right);
    if (left >= output.length || right >= prompt.length) return false;
    if (output.charCodeAt(left) !== prompt.charCodeAt(right)) return false;
  }
  return true;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text.charAt(at))) at++;
  return at;
}
