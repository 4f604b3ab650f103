import type { Page } from './page.ts';
import { type Paint, type Span, span } from './span.ts';

/** Share of the width that the outcome may take before the text goes below it. */
const MOST_OF_WIDTH = 0.3;

/** The first line of an output: the outcome in a word or two, and beside it, set off from it, what it is about. */
export function addVerdictLine(
  page: Page,
  word: string,
  { paint, text }: { readonly paint: Paint; readonly text: Span | string },
): void {
  const rest = typeof text === 'string' ? span(text) : text;
  const columns = word.length + 2;
  if (columns <= page.width * MOST_OF_WIDTH) page.prose([rest], columns, span(word, paint));
  else page.prose([span(word, paint), { ...rest, text: `  ${rest.text}` }], 0);
}
