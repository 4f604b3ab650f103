import type { Problem } from '../lib/result.ts';

/** A problem as one sentence part, with its place first: `line 3, column 7: expected a value`. */
export function problemText(problem: Problem): string {
  return `${placeOf(problem)}${problem.reason}`;
}

function placeOf({ line, column, key, offset }: Problem): string {
  if (line !== undefined) return column === undefined ? `line ${line}: ` : `line ${line}, column ${column}: `;
  if (key !== undefined && key !== '') return `${key}: `;
  return offset === undefined ? '' : `byte ${offset}: `;
}
