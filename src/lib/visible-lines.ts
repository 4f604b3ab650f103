/** A text on one line for a message: line breaks as ⏎, tabs as ⇥, nothing at all as "nothing". */
export function visibleLines(text: string): string {
  if (text === '') return 'nothing';
  return text.replace(/\r\n|\n|\r/g, '⏎').replaceAll('\t', '⇥');
}
