import { stripThinking } from '../strip-thinking.ts';
import type { AnswerView } from './answer-view.ts';
import type { FailureEvidence } from './failure-code.ts';

/** No answer: nothing, white space, or a reasoning block that nothing follows. */
export function findEmpty({ output }: AnswerView): FailureEvidence | null {
  const span = { start: 0, end: output.length };
  if (output === '') return { code: 'empty', ...span, detail: 'no character' };
  // A text with something but space in its first characters needs no look at the rest, unless it is all reasoning.
  if (!/\S/.test(output)) return { code: 'empty', ...span, detail: 'white space only' };
  const { thinking, open, answerStart } = stripThinking(output);
  if (!thinking || open || /\S/.test(output.slice(answerStart))) return null;
  return { code: 'empty', ...span, detail: 'a reasoning block and no answer after it' };
}
