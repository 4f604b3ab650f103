import { SPECIAL_TOKEN } from './special-token.ts';

const ROLES = '(?:system|user|assistant|model|human|developer|tool)';
const MEDIA = '<(?:start_of_)?(?:image|video|audio)(?:_soft_token)?>';
/** A role word stands at the end of its line, before a colon, or before a token. One step, for the reason given in `isOnlySpecial`. */
const MARKER = new RegExp(
  `\\s*(?:${SPECIAL_TOKEN}|${MEDIA}|${ROLES}(?:[ \\t]*(?:\\n|$)|:|(?=<\\|))|### ?(?:Instruction|Input|Response|${ROLES}):?)`,
  'iuy',
);

/**
 * The offset behind what a chat template writes between the turns, where that stands at `from`; `from` itself where it does not: special
 * tokens, media placeholders, role words, Alpaca's headings. Skipping special tokens when decoding leaves the role words of ChatML,
 * Llama 3 and Gemma, each on a line of its own.
 */
export function skipTurnMarkers(text: string, from: number): number {
  let end = from;
  for (MARKER.lastIndex = from; MARKER.test(text); ) end = MARKER.lastIndex;
  return end;
}
