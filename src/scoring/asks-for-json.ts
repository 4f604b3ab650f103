import type { Task } from './task.ts';

/** Whether a right answer of the task is JSON. */
export function asksForJson(task: Task): boolean {
  return task.kind === 'extract' || (task.kind === 'classify' && task.answer === 'json');
}
