import { escapeTerminal } from '../../src/render/escape-terminal.ts';

/** Text for a sentence: line breaks stay (the page folds them), whatever is unseen or moves text is spelled as in a terminal. */
export function plainText(text: string): string {
  return text.split(/\r?\n/).map(escapeTerminal).join('\n');
}
