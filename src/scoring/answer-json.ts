import { asksForJson } from './asks-for-json.ts';
import { parseClassPath } from './class-path.ts';
import { climbLadder, type Parsed, type Wanted } from './parse-ladder.ts';
import type { Task } from './task.ts';

/** The JSON in an answer, as far as there is any; null where the task does not ask for JSON. */
export function answerJson(text: string, task: Task): Parsed | null {
  return asksForJson(task) ? climbLadder(text, wantedBy(task)) : null;
}

/** Brackets in prose are no answer when the class is known to lie in an object, and the other way round. */
function wantedBy(task: Task): Wanted {
  if (task.kind === 'extract') return 'object';
  if (task.kind !== 'classify' || task.classPath === undefined) return 'any';
  const path = parseClassPath(task.classPath);
  const first = path.ok ? path.value[0] : undefined;
  return first === undefined ? 'any' : first.kind === 'index' ? 'array' : 'object';
}
