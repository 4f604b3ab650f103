import type { CapturedRow } from '../capture.ts';
import type { LocatedAnswer } from '../trained-rows.ts';
import type { RenderedRow } from './rendered-row.ts';

// The marks of the Qwen, DeepSeek, Mistral, Kimi and Granite families.
const THINKING_END = /(?:<\/(think|thinking|thought|reasoning)>|\[\/THINK\]|◁\/think▷)\s*$/;

export interface TaughtFrom {
  /** The first token of what the model is taught to say: the answer, with a thinking block before it. */
  readonly start: number;
  /** UTF-16 offset of its first token with loss, white space included: a request may end here. */
  readonly taughtAt: number;
}

/**
 * Where the loss begins that belongs to an answer. What stands between prompt and answer and gets loss is written by the model: TRL teaches
 * the empty thinking block with prompt/completion rows of Qwen3, whose generation prompt ends before it (spec/trl-labels.md, "p/c note"),
 * and Mistral's tokenizers put a space token between `[/INST]` and the answer.
 */
export function taughtFrom(answer: LocatedAnswer, captured: CapturedRow, { text, offsets }: RenderedRow): TaughtFrom {
  const isTaught = (token: number) => token > 0 && (captured.labels[token] ?? -100) !== -100;
  const offsetOf = (token: number) => offsets[token]?.[0] ?? 0;
  let start = answer.start;
  const opened = thinkingBefore(text.slice(0, offsetOf(start)));
  if (opened !== undefined) {
    while (start > 0 && offsetOf(start) > opened && isTaught(start - 1)) start -= 1;
    if (offsetOf(start) !== opened) start = answer.start;
  }
  // Where the answer itself begins without loss, its mask is too long and says nothing about the space before it.
  const isWritten = (token: number) => isTaught(token) || (token > 0 && !isTaught(start));
  let first = start;
  while (isWritten(first - 1) && text.slice(offsetOf(first - 1), offsetOf(first)).trim() === '') first -= 1;
  return { start, taughtAt: Math.min(offsetOf(first), answer.at) };
}

/** Where a closed thinking block begins with which a text ends. */
function thinkingBefore(text: string): number | undefined {
  const [end] = THINKING_END.exec(text) ?? [];
  if (end === undefined) return undefined;
  const open = text.lastIndexOf(end.trim().replace('/', ''));
  return open < 0 ? undefined : open;
}
