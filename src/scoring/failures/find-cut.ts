import { reachedLimit } from '../reached-limit.ts';
import type { AnswerView } from './answer-view.ts';
import type { FailureEvidence } from './failure-code.ts';
import type { FailureContext } from './failure-context.ts';
import { leadingClass } from './leading-class.ts';

const MANY_WORDS = /\S\s+\S+\s+\S+\s+\S/;
const PARTED_LETTER =
  /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{Script=Hangul}]/u;

/**
 * The answer ends before it is complete. Reaching the token limit after a complete answer is no cut: it is a run-on. Without a finish
 * reason only JSON shows a cut by itself, and a text that breaks off inside a word of the right answer.
 */
export function findCut(view: AnswerView, { task }: FailureContext): FailureEvidence | null {
  const { output, parsed, extraction, goldText, finishReason } = view;
  if (output.trim() === '') return null;
  const atLimit = reachedLimit(finishReason);
  const span = { start: output.length, end: output.length };
  const how = atLimit
    ? 'at the token limit'
    : finishReason === null
      ? 'in the middle'
      : 'although the model stopped by itself';
  if (parsed !== null) {
    const open = parsed.rung === 'truncated' || (atLimit && parsed.rung === 'none');
    return open
      ? { code: 'cut', ...span, start: Math.min(parsed.start, output.length), detail: `the JSON value ends ${how}` }
      : null;
  }
  if (extraction !== null) {
    const startsWithClass = task.kind === 'classify' && leadingClass(output, task.classes) !== null;
    const open = extraction.state === 'no-class' && !startsWithClass && (atLimit || extraction.because === 'truncated');
    return open ? { code: 'cut', ...span, detail: `no class was reached before the text ends ${how}` } : null;
  }
  if (goldText === null) return atLimit ? { code: 'cut', ...span, detail: 'the text ends at the token limit' } : null;
  const reached = output.trimStart().startsWith(goldText.trim());
  return (atLimit && !reached) || (finishReason === null && breaksOff(output, goldText))
    ? { code: 'cut', ...span, detail: `the text ends ${how}` }
    : null;
}

/**
 * Whether the text breaks off inside a word of the right answer, after some others. One that stops between words may be a shorter answer
 * ("Paris" for "Paris, France"), and a single word another one ("hazard" for "hazardous"). Scripts that do not part their words say
 * nothing.
 */
function breaksOff(output: string, target: string): boolean {
  const [given, wanted] = [output.trim(), target.trim()];
  if (given.length >= wanted.length || !wanted.startsWith(given)) return false;
  return (
    MANY_WORDS.test(given) && PARTED_LETTER.test(given.slice(-1)) && PARTED_LETTER.test(wanted.charAt(given.length))
  );
}
