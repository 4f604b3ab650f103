import type { TrainedRows } from '../trained-rows.ts';

/** Id of the token that most captured rows end their last answer with; undefined when no row shows one. */
export function usualEndOfTurn({ rows }: TrainedRows): number | undefined {
  const counts = new Map<number, number>();
  for (const { answers, captured } of rows) {
    // Earlier turns may end otherwise: gpt-oss ends its analysis with <|end|> and goes on to the final channel.
    const end = answers.at(-1)?.endOfTurn;
    const id = end === undefined ? undefined : captured.ids[end];
    if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0];
}
