export interface Thinking {
  /** A reasoning block stands before the answer. */
  readonly thinking: boolean;
  /** It is opened and never closed: no answer was reached. */
  readonly open: boolean;
  /** UTF-16 offset where the answer starts; the length of the text when the block is open. */
  readonly answerStart: number;
}

/** Qwen, DeepSeek-R1 and most others write <think>; <thinking> is common in distilled data; Magistral has [THINK]. */
const BLOCKS = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['[THINK]', '[/THINK]'],
] as const;

/**
 * Finds the reasoning block before an answer. A closing tag without an opening one counts too: Qwen3's and DeepSeek's templates put
 * `<think>` into the generation prompt, so only the end of the block is generated. As vLLM's reasoning parsers do, the first closing
 * tag ends the block.
 */
export function stripThinking(text: string): Thinking {
  const start = text.length - text.trimStart().length;
  for (const [open, close] of BLOCKS) {
    const opened = text.startsWith(open, start);
    const end = text.indexOf(close, start);
    if (end !== -1 && (opened || !text.slice(0, end).includes(open))) {
      return { thinking: true, open: false, answerStart: end + close.length };
    }
    if (opened && end === -1) return { thinking: true, open: true, answerStart: text.length };
  }
  return { thinking: false, open: false, answerStart: 0 };
}
