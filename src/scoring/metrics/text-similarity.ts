import { codePointLength } from '../../lib/code-point-length.ts';
import { editDistance } from '../../lib/edit-distance.ts';

/**
 * 1 - edit distance / length of the longer text, 0 to 1, outer white space aside. Two empty texts are alike; null when too long to tell.
 */
export function textSimilarity(first: string, second: string): number | null {
  const [left, right] = [first.trim(), second.trim()];
  const longer = Math.max(codePointLength(left), codePointLength(right));
  if (longer === 0) return 1;
  const edits = editDistance(left, right);
  return edits === null ? null : 1 - edits / longer;
}
