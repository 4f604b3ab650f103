import { goldTextOf } from '../failures/gold-text-of.ts';
import { countScripts, noScripts, SCRIPTS } from '../failures/script-counts.ts';
import type { PredictionRow, ScoredRow } from '../scored-row.ts';
import type { Task } from '../task.ts';
import type { Metadata } from './slice-features.ts';

const LONGEST = 4_096;

/**
 * Columns that every prediction has without anybody declaring them: split, gold class, how long the right answer is, which script it is
 * written in, and how long the prompt is. Nothing of the given answer: slices by what the model said explain nothing about the data.
 */
export function derivedMetadata(
  {
    row,
    scored,
    prompt,
  }: { readonly row: PredictionRow; readonly scored: ScoredRow; readonly prompt?: string | undefined },
  task: Task,
): Metadata {
  const answer = goldTextOf(row, task);
  return {
    split: row.split ?? null,
    ...(task.kind === 'classify' ? { 'gold class': scored.goldClass } : {}),
    ...(answer === null || task.kind === 'classify' ? {} : { 'answer length': answer.length }),
    ...(answer === null ? {} : { 'answer script': mainScript(answer) }),
    ...(prompt === undefined ? {} : { 'prompt length': prompt.length, 'prompt script': mainScript(prompt) }),
  };
}

/** The script that most letters have. JSON keys are Latin, so another script wins with a third of the letters. */
function mainScript(text: string): string | null {
  const counts = noScripts();
  countScripts(text.slice(0, LONGEST), counts);
  const letters = SCRIPTS.reduce((sum, script) => sum + counts[script], 0);
  if (letters === 0) return null;
  const other = SCRIPTS.filter((script) => script !== 'Latin').toSorted((a, b) => counts[b] - counts[a])[0] ?? 'Latin';
  return counts[other] * 3 >= letters ? other : 'Latin';
}
