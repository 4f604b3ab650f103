import type { Page } from '../../render/terminal/page.ts';
import { type Span, span } from '../../render/terminal/span.ts';
import { addTable } from '../../render/terminal/table.ts';

const LIST = /^(\s*)([-*]|\d+\.)\s+(.*)$/;

interface Fence {
  open: boolean;
}

/**
 * Writes one of our own documentation pages for the terminal: headings, paragraphs, lists, tables, fenced code; other Markdown stays as it
 * is.
 */
export function addDocPage(page: Page, markdown: string): void {
  const fence: Fence = { open: false };
  let paragraph: string[] = [];
  let rows: string[] = [];
  const flush = () => {
    if (paragraph.length > 0) page.prose(inline(page, paragraph.join(' ')), 0);
    if (rows.length > 0) addRows(page, rows);
    paragraph = [];
    rows = [];
  };
  for (const line of markdown.split(/\r?\n/)) {
    const list = fence.open ? null : LIST.exec(line);
    const inParagraph = !fence.open && line.trim() !== '' && !/^(#|```|\|)/.test(line) && list === null;
    const inTable = !fence.open && line.startsWith('|');
    if (!inParagraph && !inTable) flush();
    if (inTable) rows.push(line);
    else if (inParagraph) paragraph.push(line.trim());
    else addLine(page, fence, line);
  }
  flush();
}

function addLine(page: Page, fence: Fence, line: string): void {
  if (line.startsWith('```')) fence.open = !fence.open;
  else if (fence.open) page.lines.push(...codeLine(page, line));
  else if (line.trim() === '') page.blank();
  else if (line.startsWith('#')) {
    page.heading(line.replace(/^#+\s*/, ''));
  } else {
    const [, indent = '', mark = '-', text = ''] = LIST.exec(line) ?? [];
    const column = indent.length + 2;
    page.prose(inline(page, text), column + mark.length + 1, span(`${' '.repeat(column)}${mark}`));
  }
}

/** Code keeps its own line breaks and is not wrapped: it is there to be copied. */
function codeLine(page: Page, line: string): readonly string[] {
  return [line === '' ? '' : `    ${page.paint.accent(span(line).text)}`];
}

/** Code spans and strong text are painted and lose their marks; links keep their text. */
function inline(page: Page, text: string): readonly Span[] {
  const plain = text.replace(/\[([^\]]+)\]\([^)]*\)/g, '$1');
  return plain.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
    if (/^`.+`$/.test(part)) return span(part.slice(1, -1), page.paint.accent);
    return /^\*\*.+\*\*$/.test(part) ? span(part.slice(2, -2), page.paint.strong) : span(part);
  });
}

function addRows(page: Page, lines: readonly string[]): void {
  const cells = lines
    .filter((line) => !/^\|[\s:|-]+\|?\s*$/.test(line))
    .map((line) =>
      line
        .replace(/^\||\|\s*$/g, '')
        .split(/(?<!\\)\|/)
        .map((cell) => span(cell.trim().replace(/[`*]|\\(?=\|)/g, ''))),
    );
  const [head, ...rows] = cells;
  if (head === undefined) return;
  if (addTable(page, { head, rows, left: head.map((_, column) => column) })) return;
  for (const row of rows)
    page.prose(
      row.flatMap((cell, index) => (index === 0 ? [cell] : [span('; '), cell])),
      4,
      span('  -'),
    );
}
