/** Role names and markers that are no special tokens are shorter; a turn of fewer characters says little about its conversation. */
const SHORTEST_TURN = 12;

/**
 * What a rendered prompt says before the user's last words, cut at its special tokens: the system prompt, and in a longer conversation the
 * turns before. Empty when `user` is not in the text. Weakness: a format without special tokens is one piece.
 */
export function earlierTurns(text: string, user: string, special: readonly string[]): readonly string[] {
  const end = text.lastIndexOf(user);
  const pieces = special
    .filter((token) => token !== '')
    .reduce<readonly string[]>(
      (parts, token) => parts.flatMap((part) => part.split(token)),
      [text.slice(0, Math.max(0, end))],
    );
  // What stands right before the words, with no special token between, is the beginning of their own turn.
  return pieces
    .slice(0, -1)
    .map((piece) => piece.trim())
    .filter((piece) => piece.length >= SHORTEST_TURN);
}
