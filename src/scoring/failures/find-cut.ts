import { reachedLimit } from '../reached-limit.ts';
import type { AnswerView } from './answer-view.ts';
import type { FailureEvidence } from './failure-code.ts';
import type { FailureContext } from './failure-context.ts';
import { leadingClass } from './leading-class.ts';

/**
 * The answer ends before it is complete. Reaching the token limit after a complete answer is no cut: it is a run-on. Without a finish
 * reason only JSON shows a cut by itself, and a text that is a proper beginning of the right answer.
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
  const beginning = isProperBeginning(output, goldText);
  const reached = output.trimStart().startsWith(goldText.trim());
  return (atLimit && !reached) || (beginning && finishReason === null)
    ? { code: 'cut', ...span, detail: `the text ends ${how}` }
    : null;
}

function isProperBeginning(output: string, target: string): boolean {
  const [given, wanted] = [output.trim(), target.trim()];
  return given.length < wanted.length && wanted.startsWith(given);
}
