import { asksForJson } from '../asks-for-json.ts';
import type { Task } from '../task.ts';
import type { FailureSample } from './failure-sample.ts';
import { firstOptions } from './first-options.ts';

/** How a right answer is written: the target, or the gold value where that determines the text. A class inside JSON does not. */
export function goldTextOf({ target, gold }: Pick<FailureSample, 'target' | 'gold'>, task: Task): string | null {
  if (target !== undefined) return target;
  if (gold === undefined || gold === null) return null;
  if (typeof gold === 'object') return JSON.stringify(firstOptions(gold));
  return asksForJson(task) ? null : String(gold);
}
