import type { Task } from './task.ts';

/**
 * What an answer must pass, in this order, before anything may rely on it: there is a completion; it says something; it was not cut;
 * it is the bare JSON value (or the bare class); it has the right keys; its values have the right types; it is right in all that matters.
 */
const STAGES = ['answered', 'not-empty', 'not-cut', 'strict', 'keys', 'values', 'right'] as const;
export type FunnelStage = (typeof STAGES)[number];

/** The stages that an answer to this task can be held to. */
export function stagesOf(task: Task): readonly FunnelStage[] {
  if (task.kind === 'free')
    return STAGES.filter((stage) => stage !== 'strict' && stage !== 'keys' && stage !== 'values');
  const isText = task.kind === 'classify' && task.answer === 'text';
  return isText ? STAGES.filter((stage) => stage !== 'keys' && stage !== 'values') : STAGES;
}
