import { acceptedTexts } from '../accepted-texts.ts';
import { asksForJson } from '../asks-for-json.ts';
import { nearestGold } from '../nearest-gold.ts';
import type { Task } from '../task.ts';
import type { FailureSample } from './failure-sample.ts';
import { firstOptions } from './first-options.ts';

/** How a right answer is written: the target, or the gold value where that determines the text. A class inside JSON does not. */
export function goldTextOf(
  { target, gold, output }: Pick<FailureSample, 'target' | 'gold'> & { readonly output?: string },
  task: Task,
): string | null {
  if (target !== undefined) return target;
  if (gold === undefined || gold === null) return null;
  const texts = task.kind === 'free' ? acceptedTexts(gold) : undefined;
  if (texts !== undefined) return nearestText(texts, output);
  if (typeof gold === 'object') return JSON.stringify(firstOptions(gold));
  return asksForJson(task) ? null : String(gold);
}

/** Of several right answers the one that was given, or nearly so. */
function nearestText(texts: readonly string[], output: string | undefined): string | null {
  const [first = null] = texts;
  const nearest = texts.length > 1 ? nearestGold({ $oneOf: [...texts] }, output) : first;
  return typeof nearest === 'string' ? nearest : first;
}
