import { clip } from './clip.ts';
import { escapeTerminal } from './escape-terminal.ts';
import { longestProse } from './longest-prose.ts';

/** GitHub links these by itself, escaped or not; an empty comment takes them apart. */
const LINKED = String.raw`@|#(?=\d)|\bGH(?=-\d)|\bwww(?=\.)|:(?=\/\/)|\b(?:mailto|xmpp)(?=:)`;
/** Punctuation that formats, and what does so only at the start of a block. */
const FORMATS = String.raw`[\\\`*_{}[\]()#|~!$^]|^[-+=]|(?<=^\d+)[.)]`;
const SPECIAL = new RegExp(`(?<linked>${LINKED})|(?<entity>[<>&])|(?<formats>${FORMATS})`, 'g');

const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };

/**
 * Text of files inside a Markdown paragraph, list item or table cell (GitHub flavour): it shows as it is and formats, links,
 * embeds and notifies nothing. One line whatever comes in.
 */
export function escapeMarkdown(text: string): string {
  return escapeTerminal(clip(text, longestProse))
    .trimStart()
    .replace(SPECIAL, (found, linked: string | undefined, entity: string | undefined) => {
      if (linked !== undefined) return `${found}<!-- -->`;
      return entity === undefined ? `\\${found}` : (ENTITIES[entity] ?? '');
    });
}
