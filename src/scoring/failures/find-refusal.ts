import { stripThinking } from '../strip-thinking.ts';
import type { AnswerView } from './answer-view.ts';
import { declinedHow } from './declined-how.ts';
import type { FailureEvidence } from './failure-code.ts';

/** What `declinedHow` looks at, after some white space. */
const BEGINNING = 364;
const DETAIL = {
  'image-not-seen': 'the answer says that there is no image to see',
  refusal: 'the answer says that the model cannot do it',
} as const;

/** The model declines, or says that no image reached it: instead of an answer, or of the class inside a JSON answer. */
export function findRefusal({ output, parsed, extraction }: AnswerView): FailureEvidence | null {
  if (parsed?.value !== undefined && extraction?.state === 'no-class' && extraction.surface !== undefined) {
    const code = declinedHow(extraction.surface.trimStart());
    if (code !== null) return { code, start: parsed.start, end: parsed.end, detail: DETAIL[code] };
  }
  // Elsewhere in a complete JSON value these are the words of a document.
  if (parsed?.rung === 'strict' || parsed?.rung === 'duplicate-keys') return null;
  const { answerStart, open } = stripThinking(output);
  if (open) return null;
  const code = declinedHow(output.slice(answerStart, answerStart + BEGINNING).trimStart());
  if (code === null) return null;
  return { code, start: answerStart, end: Math.min(output.length, answerStart + BEGINNING), detail: DETAIL[code] };
}
