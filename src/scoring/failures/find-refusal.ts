import { stripThinking } from '../strip-thinking.ts';
import type { AnswerView } from './answer-view.ts';
import { declinedHow } from './declined-how.ts';
import type { FailureEvidence } from './failure-code.ts';

/** A refusal is said first; later in a text the same words are usually quoted or about somebody else. */
const HEAD = 300;
const DETAIL = {
  'image-not-seen': 'the answer says that there is no image to see',
  refusal: 'the answer says that the model cannot do it',
} as const;

/** The model declines, or says that no image reached it. */
export function findRefusal({ output, parsed }: AnswerView): FailureEvidence | null {
  // Inside a complete JSON value these are the words of a document.
  if (parsed?.rung === 'strict' || parsed?.rung === 'duplicate-keys') return null;
  const { answerStart, open } = stripThinking(output);
  if (open) return null;
  const head = output.slice(answerStart, answerStart + HEAD + 64).trimStart();
  const code = declinedHow(head.slice(0, HEAD));
  if (code === null) return null;
  return { code, start: answerStart, end: Math.min(output.length, answerStart + HEAD), detail: DETAIL[code] };
}
