const MOST_SUGGESTIONS = 3;

/** Ids that a person may have meant, nearest first: few edits away, or holding the typed word. */
export function closeIds(typed: string, ids: readonly string[]): readonly string[] {
  const word = typed.toLowerCase().slice(0, 100);
  return [...new Set(ids)]
    .map((id) => ({ id, edits: Math.min(edits(word, id), 1 + edits(word, id.split('/').at(-1) ?? id)) }))
    .filter(({ id, edits }) => edits <= Math.max(2, id.length / 3) || (word.length >= 3 && id.includes(word)))
    .sort((a, b) => a.edits - b.edits || (a.id < b.id ? -1 : 1))
    .slice(0, MOST_SUGGESTIONS)
    .map(({ id }) => id);
}

/** Levenshtein distance over UTF-16 units; ids are ASCII. */
function edits(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [row, unit] of [...a].entries()) {
    const line = [row + 1];
    for (const [column, other] of [...b].entries()) {
      const replaced = (above[column] ?? 0) + (unit === other ? 0 : 1);
      line.push(Math.min(replaced, (above[column + 1] ?? 0) + 1, (line[column] ?? 0) + 1));
    }
    above = line;
  }
  return above.at(-1) ?? 0;
}
