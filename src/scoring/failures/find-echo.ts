import type { AnswerView } from './answer-view.ts';
import type { FailureEvidence } from './failure-code.ts';
import type { FailureContext } from './failure-context.ts';

/** spec/evaluation.md 2.2: 30 characters in one piece, and at least this share of the sentence they come from. */
const SHORTEST = 30;
const SENTENCE_SHARE = 0.4;
/** Every stretch of 30 characters holds a piece of 14 that starts at a multiple of 16. */
const STRIDE = 16;
const PIECE = 14;

/**
 * The answer repeats the instruction. Only sentences that most prompts share count (`FailureContext.instruction`): a document that is
 * quoted from the prompt is an answer, an order that is read back is not. Text inside a complete JSON value is the document's.
 */
export function findEcho(view: AnswerView, { instruction }: FailureContext): FailureEvidence | null {
  if (instruction === '' || view.output.length < SHORTEST) return null;
  const value = view.parsed?.value === undefined ? null : view.parsed;
  for (const { text, offset } of view.parts) {
    for (let at = 0; at + PIECE <= text.length; at += STRIDE) {
      const inValue = value !== null && offset + at >= value.start && offset + at < value.end;
      const found = inValue ? null : sharedStretch(text, at, instruction);
      if (found === null) continue;
      const [start, end] = [offset + found.start, offset + found.end];
      return { code: 'instruction-echo', start, end, detail: placeOf(view, start, end) };
    }
  }
  return null;
}

function sharedStretch(text: string, at: number, instruction: string): { start: number; end: number } | null {
  const piece = text.slice(at, at + PIECE);
  for (let from = instruction.indexOf(piece); from !== -1; from = instruction.indexOf(piece, from + 1)) {
    let start = 0;
    while (start < at && start < from && text.charCodeAt(at - start - 1) === instruction.charCodeAt(from - start - 1))
      start++;
    let end = PIECE;
    while (at + end < text.length && text.charCodeAt(at + end) === instruction.charCodeAt(from + end)) end++;
    const length = start + end;
    if (length >= SHORTEST && length >= SENTENCE_SHARE * sentenceLength(instruction, from))
      return { start: at - start, end: at + end };
  }
  return null;
}

/** Sentences of the instruction stand on lines of their own. */
function sentenceLength(instruction: string, at: number): number {
  const end = instruction.indexOf('\n', at);
  return (end === -1 ? instruction.length : end) - (instruction.lastIndexOf('\n', at) + 1);
}

/** Where it stands tells why: before an answer a missing generation prompt, after it a stop token that was not learned. */
function placeOf({ output, parsed }: AnswerView, start: number, end: number): string {
  if (parsed?.value !== undefined && start >= parsed.end) return 'after the answer';
  if (output.slice(0, start).trim() === '')
    return output.slice(end, end + SHORTEST).trim() === '' ? 'instead of an answer' : 'at the beginning';
  return 'in the answer';
}
