/** Shorter texts stand in rows of other examples too. */
const SHORTEST = 12;
const WORD = /[\p{L}\p{N}]/u;

/**
 * What a rendered prompt says that is its own: without the beginning and the end that all prompts share (format, system prompt, generation
 * prompt), in whole words. Undefined where nothing of some length is left, or there are no two prompts to compare.
 */
export function ownTextFinder(prompts: readonly string[]): (prompt: string) => string | undefined {
  const [first = '', ...others] = new Set(prompts);
  let [head, tail] = [first.length, first.length];
  for (const other of others) {
    head = shared(head, (i) => first[i] === other[i] && i < other.length);
    tail = shared(tail, (i) => first.at(-1 - i) === other.at(-1 - i) && i < other.length);
  }
  return (prompt) => {
    let [start, end] = [head, prompt.length - tail];
    while (start > 0 && isInside(prompt, start)) start -= 1;
    while (end < prompt.length && isInside(prompt, end)) end += 1;
    const own = prompt.slice(start, end).trim();
    return others.length === 0 || own.length < SHORTEST ? undefined : own;
  };
}

function shared(most: number, isSame: (at: number) => boolean): number {
  let length = 0;
  while (length < most && isSame(length)) length += 1;
  return length;
}

/** Whether a place is in the middle of a word. */
function isInside(text: string, at: number): boolean {
  return WORD.test(text.charAt(at - 1)) && WORD.test(text.charAt(at));
}
