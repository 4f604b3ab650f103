import type { Turn } from '../data-set.ts';
import { BLANK, type RenderedText, type TurnSpan } from './locate-turns.ts';
import type { SplitRow } from './split-text-row.ts';

/**
 * Finds the prompt and the answer of a pre-rendered text row in what the trainer made of it. The row's own text may hold special tokens,
 * a BOS may stand before it and an EOS after it, and its end may be cut; only the place of the split has to be carried over.
 */
export function locateTextRow(written: string, { turns }: SplitRow, rendered: RenderedText): readonly TurnSpan[] {
  const [prompt, answer] = turns;
  if (prompt === undefined || answer === undefined) return [];
  const offset = offsetOf(written, rendered.text);
  if (offset === undefined) return [];
  const splitAt = Math.min(offset + prompt.text.length, rendered.text.length);
  const endsAt = Math.min(offset + written.length, rendered.text.length);
  const isCut = offset + written.length > rendered.text.length;
  const content = contentRange(rendered.masked, splitAt, endsAt);
  const state = content.end > content.start ? (isCut ? 'cut' : 'whole') : isCut ? 'cut' : 'absent';
  const answerTurn: Turn = {
    ...answer,
    text: isCut ? answer.text.trim() : rendered.text.slice(content.start, content.end),
  };
  return [
    { turn: prompt, state: splitAt - offset === prompt.text.length ? 'whole' : 'cut', start: offset, end: splitAt },
    { turn: answerTurn, state, ...content },
  ];
}

function offsetOf(written: string, text: string): number | undefined {
  const whole = text.indexOf(written);
  if (whole >= 0) return whole;
  const head = text.indexOf(written.slice(0, 32));
  return head >= 0 && written.startsWith(text.slice(head)) ? head : undefined;
}

/** The answer proper: without white space around it, and up to the first special token. */
function contentRange(masked: string, from: number, to: number): { start: number; end: number } {
  let start = from;
  while (start < to && /[\s\uE000]/.test(masked.charAt(start))) start += 1;
  const special = masked.indexOf(BLANK, start);
  let end = special < 0 ? to : Math.min(special, to);
  while (end > start && /\s/.test(masked.charAt(end - 1))) end -= 1;
  return { start, end };
}
