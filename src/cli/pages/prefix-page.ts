import type { PrefixBreak, PrefixProof } from '../../diff/prefix-proof.ts';
import { countOf } from '../../lib/count-of.ts';
import { escapeTerminal } from '../../render/escape-terminal.ts';
import type { Page } from '../../render/terminal/page.ts';
import { span } from '../../render/terminal/span.ts';
import { visibleSpaces } from '../../render/terminal/visible-spaces.ts';

/** The proof over training rows: how many hold, and one example of each way in which they do not. */
export function drawPrefixProof(page: Page, { rows, proved, broken, unknown, side, path }: PrefixProof): void {
  const { paint } = page;
  page.heading(`Whether training rows begin with what ${side} sends, and all that follows got loss`, path);
  page.prose(
    [span(countOf(proved, rows, 'captured rows are proved'), broken.length > 0 ? paint.strong : paint.good)],
    2,
  );
  for (const { because, rows: count } of unknown)
    page.prose(`${countOf(count, rows, 'rows')} cannot be told: ${because}.`, 2);
  for (const cluster of broken) {
    page.blank();
    page.prose(
      [span(wordsOf(cluster.break), paint.bad), span(`  ${countOf(cluster.rows, rows, 'rows')}`, paint.faint)],
      2,
    );
    const { line, token, row, prompt } = cluster.example;
    const shown = (text: string) => span(visibleSpaces(escapeTerminal(text), 'doubtful'));
    page.flow([shown(row)], 14, span(`    line ${line}`, paint.faint));
    if (prompt !== '') page.flow([shown(prompt)], 14, span('    sent', paint.faint));
    page.prose([span(`from token ${token} on`, paint.faint)], 14);
  }
}

function wordsOf(broken: PrefixBreak): string {
  switch (broken.kind) {
    case 'prompt':
      return `The prompt is not how the row begins: ${broken.class}`;
    case 'ids':
      return 'The prompt has the text of the row and other ids';
    case 'prompt-supervised':
      return 'Tokens of the prompt got loss';
    case 'rest-unsupervised':
      return 'Tokens behind the prompt got no loss';
  }
}
