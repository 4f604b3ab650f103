/** A Markdown table of cells that are already escaped; columns in `right` hold numbers. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = line(head.map((_, column) => (right.includes(column) ? '---:' : '---')));
  return [line(head), rule, ...rows.map(line)].join('\n');
}
