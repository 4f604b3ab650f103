/**
 * Text of files may carry escape sequences that move the cursor, change the title of the window or hide what stands there, and
 * characters that reorder or hide text. Invisible ones (Unicode Default_Ignorable_Code_Point: zero-width, bidi, tags, variation
 * selectors, Hangul fillers), line separators, private use and lone surrogates are spelled out; NUL to US, DEL and C1 as \x….
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]/gu;

/** Marks pile up over the lines above and below; no written language needs more than eight on one character. */
const PILED_MARKS = /(?<=\p{M}{8})\p{M}+/gu;

/** Makes any text safe to print on one line. Line breaks become ⏎, so that a text cannot pretend to be a line of the report. */
export function escapeTerminal(text: string): string {
  return text
    .replace(/\r\n/g, '\\r⏎')
    .replace(UNSAFE, spell)
    .replace(PILED_MARKS, (marks) => [...marks].map(codePoint).join(''));
}

function spell(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (character === '\n') return '⏎';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  return code < 0xa0 ? `\\x${code.toString(16).padStart(2, '0')}` : codePoint(character);
}

function codePoint(character: string): string {
  return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
