import { clip } from './clip.ts';
import { escapeTerminal } from './escape-terminal.ts';
import { longestProse } from './longest-prose.ts';

/**
 * Text of files as Markdown code: nothing inside is formatted, linked or notified. The fence is longer than any run of
 * backticks inside; `|` is escaped because a table splits cells before it looks for code.
 */
export function codeSpan(text: string, where: 'cell' | 'text' = 'text'): string {
  const safe = escapeTerminal(clip(text, longestProse));
  const longest = Math.max(0, ...(safe.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = /^`|`$|^ .* $/.test(safe) || safe.trim() === '' ? ' ' : '';
  const span = `${fence}${pad}${safe}${pad}${fence}`;
  return where === 'cell' ? span.replaceAll('|', '\\|') : span;
}
