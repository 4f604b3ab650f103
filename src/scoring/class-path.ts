import { failed, ok, type Result } from '../lib/result.ts';

export type PathStep =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly index: number };

/** Where a class or field sits in an answer is a short path; longer ones are a mistake or an attack. */
const LONGEST_PATH = 1000;
const MOST_STEPS = 64;

/** One step: `[0]`, `[-1]`, `["a key"]`, `['a key']`, or a bare key up to the next dot or bracket. */
const STEP = /\[(-?\d{1,9})\]|\[("(?:[^"\\]|\\.)*"|'[^'\\]*')\]|\.?([^.[\]]+)/y;

/**
 * Reads a path such as `[0].label`, `a.b[1]` or `$.items[0]["my key"]` into steps. The empty path and `$` mean the value itself.
 * Negative indices count from the end, as in Python.
 */
export function parseClassPath(path: string): Result<readonly PathStep[]> {
  if (path.length > LONGEST_PATH) return failed(`the path is longer than ${LONGEST_PATH} characters`);
  const steps: PathStep[] = [];
  let offset = path.startsWith('$') ? 1 : 0;
  while (offset < path.length) {
    STEP.lastIndex = offset;
    const match = STEP.exec(path);
    if (match === null) return failed('expected .key, [number] or ["key"] in the path', { offset, column: offset + 1 });
    if (steps.length === MOST_STEPS) return failed(`the path has more than ${MOST_STEPS} steps`, { offset });
    const [, index, quoted, bare] = match;
    if (index !== undefined) steps.push({ kind: 'index', index: Number(index) });
    else steps.push({ kind: 'key', key: bare ?? unquote(quoted ?? '') });
    offset = STEP.lastIndex;
  }
  return ok(steps);
}

function unquote(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\(.)/g, '$1');
}
