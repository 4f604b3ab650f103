import { stripThinking } from '../../scoring/strip-thinking.ts';
import type { Prediction } from '../predictions.ts';

/** Special tokens that some scripts leave in the text (`skip_special_tokens=False`). */
const MARKERS = /^(?:\s*<[^<>\s]{1,40}>)*$/;

/**
 * Whether an output is its target and nothing else, but for a thinking block before it, which Qwen3's template writes into every training
 * row, and special tokens behind it. False without a target.
 */
export function isTarget({ output, target }: Prediction): boolean {
  const wanted = target?.trim() ?? '';
  if (wanted === '') return false;
  return [output, output.slice(stripThinking(output).answerStart)].some((text) => {
    const said = text.trim();
    return said.startsWith(wanted) && MARKERS.test(said.slice(wanted.length));
  });
}
