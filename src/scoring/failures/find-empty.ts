import { isOnlySpecial } from '../is-only-special.ts';
import { stripThinking } from '../strip-thinking.ts';
import type { AnswerView } from './answer-view.ts';
import type { FailureEvidence } from './failure-code.ts';

/** No answer: nothing, white space, special tokens that were not skipped, or a reasoning block that nothing follows. */
export function findEmpty({ output }: AnswerView): FailureEvidence | null {
  const span = { start: 0, end: output.length };
  if (output === '') return { code: 'empty', ...span, detail: 'no character' };
  // A text with something but space in its first characters needs no look at the rest, unless it is all reasoning.
  if (!/\S/.test(output)) return { code: 'empty', ...span, detail: 'white space only' };
  if (isOnlySpecial(output)) return { code: 'empty', ...span, detail: 'special tokens only' };
  const { thinking, open, answerStart } = stripThinking(output);
  if (!thinking || open) return null;
  const answer = output.slice(answerStart);
  if (/\S/.test(answer) && !isOnlySpecial(answer)) return null;
  return { code: 'empty', ...span, detail: 'a reasoning block and no answer after it' };
}
