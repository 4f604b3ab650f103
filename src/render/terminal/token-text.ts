import { countText } from '../count-text.ts';
import { escapeTerminal } from '../escape-terminal.ts';
import { visibleSpaces } from './visible-spaces.ts';

/** A token is a few letters; the longest of common vocabularies have 128 characters. */
const MAX_TOKEN = 64;

/** A token's text with every space and line break visible. */
export function tokenText(text: string): string {
  const rest = text.length > MAX_TOKEN ? `…(+${countText(text.length - MAX_TOKEN)})` : '';
  return visibleSpaces(escapeTerminal(text.slice(0, MAX_TOKEN)), 'all') + rest;
}
