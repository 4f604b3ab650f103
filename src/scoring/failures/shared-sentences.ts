/** A sentence of the prompt that this share of the rows have, and at least so many, is the instruction and not a document. */
const SHARE = 0.3;
const FEWEST_ROWS = 3;
/** Shorter sentences cannot be echoed recognisably. */
const SHORTEST = 20;
const MOST_ROWS = 2_000;
const MOST_CHARACTERS = 20_000;
const LONGEST_PROMPT = 50_000;

/**
 * The sentences that most prompts share, one on each line, in the order of their first appearance: the instruction, as far as it can be
 * told from the prompts alone. Sentences that right answers contain (examples in the prompt, stock phrases) are left out. Empty for
 * fewer than three prompts.
 */
export function sharedSentences(prompts: readonly string[], answers: readonly string[]): string {
  const some = prompts.slice(0, MOST_ROWS);
  const rows = new Map<string, number>();
  for (const prompt of some)
    for (const sentence of new Set(sentencesOf(prompt))) rows.set(sentence, (rows.get(sentence) ?? 0) + 1);
  const least = Math.max(FEWEST_ROWS, SHARE * some.length);
  const answered = new Set(answers.slice(0, MOST_ROWS).flatMap((answer) => sentencesOf(answer)));
  const shared = [...rows].flatMap(([sentence, count]) =>
    count >= least && !answered.has(sentence) ? [sentence] : [],
  );
  return shared.join('\n').slice(0, MOST_CHARACTERS);
}

function sentencesOf(text: string): string[] {
  return text
    .slice(0, LONGEST_PROMPT)
    .split(/(?<=[.!?。！？])\s+|\n+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence.length >= SHORTEST);
}
