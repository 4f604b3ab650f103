import { found, type Gathered, unreadable } from '../evidence/gathered.ts';
import type { Predictions } from '../evidence/predictions.ts';
import { parseTask, type Task } from '../scoring/task.ts';
import { guessTask } from './guess-task.ts';
import type { LockstepYaml } from './lockstep-yaml.ts';
import { problemText } from './problem-text.ts';

/** The task of lockstep.yaml; without one, what the recorded golds show beyond doubt, else `free`. */
export function gatherTask(yaml: LockstepYaml | undefined, predictions: Gathered<Predictions>): Gathered<Task> {
  const stated = statedTask(yaml);
  if (stated !== undefined) return stated;
  if (predictions.state !== 'found') return found({ kind: 'free' }, yaml?.path ?? 'the folder');
  const guess = guessTask();
  for (const row of predictions.value.rows) guess.add(row);
  return found(guess.result(), predictions.from);
}

/** The task of lockstep.yaml, or of the options; undefined where neither has one. */
export function statedTask(yaml: LockstepYaml | undefined): Gathered<Task> | undefined {
  if (yaml?.task === undefined) return undefined;
  const task = parseTask(yaml.task);
  if (task.ok) return found(task.value, yaml.path);
  const line = yaml.taskLine === undefined ? '' : `line ${yaml.taskLine}: `;
  return unreadable(yaml.path, `${line}${problemText(task.problem)}`);
}
