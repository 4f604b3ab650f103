import { extractClass } from './extract-class.ts';
import type { ClassifyTask } from './task.ts';

/**
 * The class that a strict production parser would get, or null: nothing but the JSON value (or, for text answers, nothing but the
 * class and surrounding space), no reasoning block, the class spelled exactly.
 */
export function strictClass(text: string, task: ClassifyTask): string | null {
  const read = extractClass(text, task);
  if (read.state !== 'class' || read.rung !== 'strict' || read.thinking) return null;
  return read.how === 'exact' ? read.class : null;
}
